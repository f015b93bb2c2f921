import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';

export const jobCancelCommand = defineCommand({
  command: 'cancel <id>',
  describe: 'End a job that is queued or running',
  examples: [['job cancel 0198c0de-0000-7000-8000-000000000001', 'Its whole process group is ended']],
  positionals: { id: { type: 'string', demandOption: true, describe: 'Id of the job' } },
  flags: {},
  async run(context, { id }) {
    const job = await (await context.client()).jobs.cancel(id);
    await context.output.result(job, () =>
      job.status === 'CANCELLED'
        ? `Cancelled ${job.id}.\n`
        : `Asked ${job.nodeId} to end ${job.id}. Watch it: hyprbox job logs ${job.id} --follow\n`,
    );
    return exitCodes.ok;
  },
});
