import { defineCommand } from '../../../arguments/define-command.js';
import { neutralizeLines } from '../../../output/neutralize.js';
import { eachOf } from '../../each-of.js';
import { findRunId, runPositional } from './find-run.js';

export const runCancelCommand = defineCommand({
  command: 'cancel <runs..>',
  describe: 'End runs that are queued or running',
  examples: [['backup run cancel 0198c0de-0000-7000-8000-000000000001', 'restic is interrupted and cleans up']],
  positionals: { runs: { ...runPositional, array: true, describe: 'Ids of the runs, or their first characters' } },
  flags: {},
  async run(context, { runs }) {
    const client = await context.client();
    return eachOf(context, runs, async (typed) => {
      const run = await client.backups.runs.cancel(await findRunId(client, typed));
      const said =
        run.status === 'CANCELLED'
          ? `Cancelled ${run.id}.`
          : `Asked ${run.nodeId} to end ${run.id}.\nWatch it: hyprbox backup run logs ${run.id} --follow`;
      await context.output.result(run, () => `${neutralizeLines(said)}\n`);
    });
  },
});
