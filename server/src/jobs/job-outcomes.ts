import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { Execution } from '../executions/execution.js';
import { ExecutionKinds, type ExecutionKind } from '../executions/execution-kinds.js';
import { jobInWords } from './job-words.js';
import { JobsRepository } from './jobs.repository.js';

/** Records in the node's activity how a job ended. */
@Injectable()
export class JobOutcomes implements ExecutionKind, OnModuleInit {
  readonly kind = 'JOB';
  readonly noun = 'job';

  constructor(
    private readonly repository: JobsRepository,
    private readonly activity: ActivityLog,
    private readonly kinds: ExecutionKinds,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this);
  }

  recordedAs(): { action: 'job.complete'; targetType: 'job' } {
    return { action: 'job.complete', targetType: 'job' };
  }

  async onFinished(tx: Transaction, execution: Execution): Promise<void> {
    const { id, nodeId } = execution;
    const jobs = await this.repository.appliedBy(tx, [id]);
    const message = `${jobInWords(jobs.get(id))} ${outcomeInWords(execution)}`;
    this.activity.append(tx, { nodeId, kind: 'job', message, executionId: id });
  }
}

export function outcomeInWords({ nodeId, status, reason, exitCode, startedAt, finishedAt }: Execution): string {
  const took =
    startedAt && finishedAt ? ` after ${((finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1)} s` : '';
  if (status === 'SUCCEEDED') return `succeeded on ${nodeId}${took}`;
  switch (reason) {
    case 'EXIT_CODE':
      return exitCode === null
        ? `was ended by a signal on ${nodeId}${took}`
        : `failed on ${nodeId} with exit code ${exitCode}${took}`;
    case 'TIMEOUT':
      return `ran out of time on ${nodeId}${took}`;
    case 'CANCELLED':
      return startedAt ? `was cancelled on ${nodeId}${took}` : `was cancelled before it started on ${nodeId}`;
    case 'AGENT_LOST':
      return `was given up: ${nodeId} went silent${took}`;
    case 'INTERRUPTED':
      return `was interrupted on ${nodeId}${took}`;
    case 'EXPIRED':
      return `was called off: ${nodeId} did not come back in time`;
    case null:
      return `ended on ${nodeId}${took}`;
  }
}
