import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import { findJobId, jobPositional } from './find-job.js';
import { jobDetails } from './job-details.js';

export const jobShowCommand = defineCommand({
  command: 'show <id>',
  describe: 'One job: what ran, where, by whose hand, how it ended',
  examples: [
    ['job show 0198c0de-0000-7000-8000-000000000001', 'What is known of it'],
    ['job show 0198c0de-0000-7000-8000-000000000001 --json | jq -r .script', 'The very script that ran'],
  ],
  positionals: { id: jobPositional },
  flags: {},
  async run(context, { id }) {
    const { output, io } = context;
    const client = await context.client();
    const job = await client.jobs.get(await findJobId(client, id));
    await output.result(job, () => renderDetails(jobDetails(job, io.now()), output.width, output.paint));
    await output.aside(`\nIts output: hyprbox job logs ${job.id}`);
    return exitCodes.ok;
  },
});
