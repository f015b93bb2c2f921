import { defineCommand } from '../../arguments/define-command.js';
import { neutralizeLines } from '../../output/neutralize.js';
import { eachOf } from '../each-of.js';
import { findJobId, jobPositional } from './find-job.js';

export const jobCancelCommand = defineCommand({
  command: 'cancel <ids..>',
  describe: 'End jobs that are queued or running',
  examples: [
    ['job cancel 0198c0de-0000-7000-8000-000000000001', 'Its whole process group is ended'],
    ['job cancel 0198c0de 0198c0df', 'Several; the first characters are enough'],
  ],
  positionals: { ids: { ...jobPositional, array: true, describe: 'Ids of the jobs, or their first characters' } },
  flags: {},
  async run(context, { ids }) {
    const client = await context.client();
    return eachOf(context, ids, async (typed) => {
      const job = await client.jobs.cancel(await findJobId(client, typed));
      const said =
        job.status === 'CANCELLED'
          ? `Cancelled ${job.id}.`
          : `Asked ${job.nodeId} to end ${job.id}.\nWatch it: hyprbox job logs ${job.id} --follow`;
      await context.output.result(job, () => `${neutralizeLines(said)}\n`);
    });
  },
});
