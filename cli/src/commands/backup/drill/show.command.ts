import type { BackupRunDetails, DrillEvidence } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import type { Context } from '../../../context.js';
import { NotFoundError } from '../../../errors.js';
import { exitCodes } from '../../../exit-codes.js';
import { renderDetails } from '../../../output/details.js';
import type { Detail } from '../../../output/details.js';
import { bytes, duration, plural, relativeTime } from '../../../output/figures.js';
import { describeRun } from '../run/run-outcome.js';
import { findDrill } from './find-drill.js';
import { manifestOf } from './manifest.js';

export const drillShowCommand = defineCommand({
  command: 'show <policy|run>',
  describe: 'The evidence of a drill: what was restored, and how it was verified',
  examples: [
    ['backup drill show etc', 'Of the last one that ended'],
    ['backup drill show etc --manifest > SHA256SUMS', "To compare: sha256sum -c, at the host's root"],
    ['backup drill show 0198c0de-0000-7000-8000-000000000001 --json', 'To file it'],
  ],
  positionals: {
    policy: { type: 'string', demandOption: true, describe: 'Name or id of the policy, or id of the run' },
  },
  flags: {
    node: { type: 'string', requiresArg: true, describe: 'Of this node, where the policy covers several' },
    manifest: { type: 'boolean', default: false, describe: 'Only the SHA-256 of each file, as sha256sum prints it' },
  },
  async run(context, { policy, node, manifest }) {
    const { output, io } = context;
    const client = await context.client();
    const run = await findDrill(client, policy, node);
    if (manifest) return printManifest(context, run);
    await output.result(run, () => renderDetails(drillDetails(run, io.now()), output.width, output.paint));
    return exitCodes.ok;
  },
});

async function printManifest({ output }: Context, { id, drill }: BackupRunDetails): Promise<number> {
  if (drill === null) {
    throw new NotFoundError(`The drill ${id} left no evidence`, `\`hyprbox backup run show ${id}\` says why`);
  }
  if (output.isJson) await output.result(drill.files, () => '');
  else await output.document(manifestOf(drill.files));
  const missing = drill.filesRestored - drill.files.length;
  if (missing > 0 && !output.isJson) await output.note(`${plural(missing, 'file')} more were restored than are named.`);
  return exitCodes.ok;
}

function drillDetails(run: BackupRunDetails, now: Date): Detail[] {
  const ended = run.finishedAt === null ? null : `${run.finishedAt} (${relativeTime(run.finishedAt, now)})`;
  const head: Detail[] = [
    ['Drill', run.id],
    ['Policy', run.policyName],
    ['Node', run.nodeId],
    [
      'Result',
      run.status === 'SUCCEEDED' ? 'PROVEN: what was restored is what was backed up' : `it ${describeRun(run)}`,
    ],
    ['Ended', ended],
  ];
  return run.drill === null ? [...head, ['Evidence', 'none']] : [...head, ...evidence(run.drill, now)];
}

function evidence(drill: DrillEvidence, now: Date): Detail[] {
  return [
    ['Snapshot', drill.snapshotId],
    ['Taken', `${drill.snapshotAt} (${relativeTime(drill.snapshotAt, now)})`],
    ['Restored', `${plural(drill.filesRestored, 'file')}, ${bytes(drill.bytesRestored)}`],
    ['Restored in', duration(drill.restoreSeconds * 1000)],
    ...drill.checks.map(({ name, ok, detail }): Detail => {
      return [checkLabels[name], `${ok ? 'ok' : 'FAILED'}${detail === null ? '' : `: ${detail}`}`];
    }),
    ['Manifest', drill.manifestSha256],
    ['Files named', `${drill.files.length}; see --manifest`],
  ];
}

/** Short, so that a SHA-256 beside them stays in one piece. */
const checkLabels: Readonly<Record<DrillEvidence['checks'][number]['name'], string>> = {
  restic: 'Restic verify',
  listing: 'Sizes, modes',
  script: 'Verify script',
};
