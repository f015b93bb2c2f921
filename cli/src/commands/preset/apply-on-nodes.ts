import type { Client } from '@hyprbox/api-client';
import type { CreateJobRequest, Job } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import type { ExitCodeStyle } from '../../exit-codes.js';
import { followJob } from '../../follow/follow-job.js';
import { neutralize } from '../../output/neutralize.js';
import { reportError } from '../../output/report-error.js';

export interface Work {
  preset: string;
  variables: CreateJobRequest['variables'];
  timeoutSeconds: number | undefined;
}

/**
 * Queues one job a node. A node that refuses does not keep the others from theirs; each refusal is told, and the
 * first failure in the order of the nodes is the exit code.
 */
export async function applyOnNodes(
  context: Context,
  client: Client,
  work: Work,
  { nodeIds, follow, exitCode }: { nodeIds: readonly string[]; follow: boolean; exitCode: ExitCodeStyle },
): Promise<number> {
  const outcomes: Promise<number>[] = [];
  const isOneOfMany = nodeIds.length > 1;
  for (const nodeId of nodeIds) {
    try {
      const job = await client.jobs.create(requestFor(nodeId, work));
      await announce(context, job, follow);
      const outcome = follow
        ? followJob(context, client, job, { isOneOfMany, exitCode })
        : Promise.resolve(exitCodes.ok);
      outcomes.push(outcome.catch((error: unknown) => tellFailure(context, error)));
    } catch (error) {
      outcomes.push(Promise.resolve(await tellFailure(context, error, isOneOfMany ? nodeId : undefined)));
    }
  }
  const codes = await Promise.all(outcomes);
  return codes.find((code) => code !== exitCodes.ok) ?? exitCodes.ok;
}

function requestFor(nodeId: string, { preset, variables, timeoutSeconds }: Work): CreateJobRequest {
  const request = { nodeId, preset, variables };
  return timeoutSeconds === undefined ? request : { ...request, timeoutSeconds };
}

/** A line a job, so that a script can read the ids as they come. */
async function announce({ output }: Context, job: Job, follow: boolean): Promise<void> {
  if (follow) {
    if (output.isJson) await output.record({ event: 'job', jobId: job.id, nodeId: job.nodeId, job });
    // Also where nobody watches: whoever reads a log of CI needs the id to find the job.
    else await output.note(`Job ${job.id} is queued on ${job.nodeId}.`);
  } else if (output.isJson) await output.record(job);
  else await output.text(`${neutralize(job.id)}\n`);
}

async function tellFailure(context: Context, error: unknown, nodeId?: string): Promise<number> {
  if (nodeId !== undefined && !context.output.isJson) await context.output.note(`On ${nodeId}:`);
  return reportError(error, context.io, context.output.isJson);
}
