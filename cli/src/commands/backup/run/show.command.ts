import { isTerminal } from '@hyprbox/contracts';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { renderDetails } from '../../../output/details.js';
import type { Detail } from '../../../output/details.js';
import { bytes, relativeTime } from '../../../output/figures.js';
import { findRunId, runPositional } from './find-run.js';
import { kindText } from './kind-text.js';
import { progressText } from './progress-text.js';
import { statusText } from './run-outcome.js';
import { reportLines, tookOf } from './run-report.js';

export const runShowCommand = defineCommand({
  command: 'show <run>',
  describe: 'One run: what it did, how it ended, and what to do',
  examples: [
    ['backup run show 0198c0de-0000-7000-8000-000000000001', 'What is known of it'],
    ['backup run show 0198c0de-0000-7000-8000-000000000001 --json | jq .bytesAdded', 'One figure'],
  ],
  positionals: { run: runPositional },
  flags: {},
  async run(context, { run: typed }) {
    const { output, io } = context;
    const client = await context.client();
    const run = await client.backups.runs.get(await findRunId(client, typed));
    await output.result(run, () => renderDetails(runDetails(run, io.now()), output.width, output.paint));
    const command = run.drill === null ? `run logs ${run.id}` : `drill show ${run.id}`;
    await output.aside(`\n${run.drill === null ? 'Its log' : 'Its evidence'}: hyprbox backup ${command}`);
    return exitCodes.ok;
  },
});

function runDetails(run: BackupRunDetails, now: Date): Detail[] {
  const by = run.createdByName ?? run.createdBy;
  return [
    ['Run', run.id],
    ['Policy', run.policyName],
    ['Node', run.nodeId],
    ['Kind', kindText(run)],
    ['Status', statusText(run)],
    ['Progress', run.progress === null || isTerminal(run.status) ? null : progressText(run.progress)],
    ['Cancel', run.cancelRequestedAt === null ? null : `asked for ${relativeTime(run.cancelRequestedAt, now)}`],
    ['Began by', began(run.trigger, run.scheduledFor, by)],
    ['Created', `${run.createdAt} (${relativeTime(run.createdAt, now)})`],
    ['Started', run.startedAt],
    ['Finished', run.finishedAt],
    ['Took', tookOf(run)],
    ['Outcome', reportLines(run).join(' ') || null],
    ['Snapshot', run.snapshotId],
    ['Target', run.targetPath ?? null],
    ['Repository', run.repositoryBytes === null ? null : bytes(run.repositoryBytes)],
  ];
}

function began(trigger: BackupRunDetails['trigger'], scheduledFor: string | null, by: string | null): string {
  switch (trigger) {
    case 'SCHEDULE':
      return `its schedule${scheduledFor === null ? '' : `, for ${scheduledFor}`}`;
    case 'RETENTION':
      return 'the retention that follows a backup';
    case 'USER':
      return by ?? 'a user';
  }
}
