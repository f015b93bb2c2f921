import type { Client } from '@hyprbox/api-client';
import type { CreateJobRequest } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import type { ExitCodeStyle } from '../../exit-codes.js';
import { followJob } from '../../follow/follow-job.js';
import { neutralize } from '../../output/neutralize.js';

/** Queues one job, tells its id, and follows it if that is wanted. */
export async function applyOnNode(
  context: Context,
  client: Client,
  request: CreateJobRequest,
  { follow, exitCode }: { follow: boolean; exitCode: ExitCodeStyle },
): Promise<number> {
  const { output } = context;
  const job = await client.jobs.create(request);
  if (!follow) {
    if (output.isJson) await output.record(job);
    else await output.text(`${neutralize(job.id)}\n`);
    return exitCodes.ok;
  }
  if (output.isJson) await output.record({ event: 'job', jobId: job.id, nodeId: job.nodeId, job });
  // Also where nobody watches: whoever reads a log of CI needs the id to find the job.
  else await output.note(`Job ${job.id} is queued on ${job.nodeId}.`);
  return followJob(context, client, job, { exitCode });
}
