import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { neutralize } from '../../../output/neutralize.js';
import { runPositional } from './show.command.js';

export const runCancelCommand = defineCommand({
  command: 'cancel <run>',
  describe: 'End a run that is queued or running',
  examples: [['backup run cancel 0198c0de-0000-7000-8000-000000000001', 'restic is interrupted and cleans up']],
  positionals: { run: runPositional },
  flags: {},
  async run(context, { run: id }) {
    const run = await (await context.client()).backups.runs.cancel(id);
    const said =
      run.status === 'CANCELLED'
        ? `Cancelled ${run.id}.`
        : `Asked ${run.nodeId} to end ${run.id}. Watch it: hyprbox backup run logs ${run.id} --follow`;
    await context.output.result(run, () => `${neutralize(said)}\n`);
    return exitCodes.ok;
  },
});
