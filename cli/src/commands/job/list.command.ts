import { collectPages } from '@hyprbox/api-client';
import { adHocPreset, executionStatuses, limits } from '@hyprbox/contracts';
import type { JobSummary } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { relativeTime } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { executionStyle } from './execution-style.js';

export const jobListCommand = defineCommand({
  command: 'list',
  describe: 'Jobs, newest first',
  examples: [
    ['job list --status FAILED', 'What went wrong lately'],
    ['job list --node web-1 --limit 500', 'More than the newest 50'],
  ],
  positionals: {},
  flags: {
    node: { type: 'string', requiresArg: true, describe: 'Only jobs on this node' },
    status: { choices: executionStatuses, requiresArg: true, describe: 'Only jobs in this state' },
    preset: { type: 'string', requiresArg: true, describe: 'Only runs of this preset' },
    limit: {
      type: 'string',
      coerce: itemCount,
      requiresArg: true,
      describe: `At most this many (${limits.pageDefault})`,
    },
    cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
  },
  async run(context, { node, status, preset, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const fetchPage = (page: object) => client.jobs.list({ ...page, nodeId: node, status, preset });
    const jobs = await collectPages(fetchPage, limit ?? limits.pageDefault, cursor);
    await output.result(jobs, () =>
      jobs.items.length === 0
        ? 'No job matches.\n'
        : renderTable<JobSummary>(
            [
              { header: 'JOB', value: (job) => job.id },
              { header: 'NODE', value: (job) => job.nodeId, shrinks: true },
              { header: 'PRESET', value: applied, shrinks: true },
              { header: 'STATUS', value: (job) => job.status, style: executionStyle },
              { header: 'CREATED', value: (job) => relativeTime(job.createdAt, io.now()) },
            ],
            jobs.items,
            output.width,
            output.paint,
          ),
    );
    if (jobs.nextCursor !== null) await output.aside(`There are older ones: --cursor ${jobs.nextCursor}`);
    return exitCodes.ok;
  },
});

/** As `preset show` takes it; a draft and a script of one's own have no version. */
function applied({ preset, presetVersion, isTest }: JobSummary): string {
  if (isTest) return `${preset} (test)`;
  return preset === adHocPreset ? preset : `${preset}@${presetVersion}`;
}
