import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { Assignment } from '../executions/assignment.js';
import { ExecutionBatches, type Cancelled } from '../executions/execution-batches.js';
import type { RenderedScript } from '../presets/render.js';
import type { JobEntity } from './job.entity.js';
import { jobInWords } from './job-words.js';
import { JobsRepository } from './jobs.repository.js';

/** A job that is the same on many nodes. */
export interface CommonJob extends Pick<JobEntity, 'preset' | 'variables' | 'createdBy' | 'rolloutId' | 'isTest'> {
  rendered: RenderedScript;
  timeoutSeconds: number;
  /** Until when each waits for its node. */
  expiresAt: Date;
  /** For whom it is run, in words. */
  orderedBy: string;
}

/** Writes and calls off jobs by the thousand, each with its execution and the activity that tells of it. */
@Injectable()
export class JobBatches {
  constructor(
    private readonly repository: JobsRepository,
    private readonly executions: ExecutionBatches,
    private readonly activity: ActivityLog,
  ) {}

  /** On nodes that are locked against being decommissioned. @returns each job's id with its node */
  async insert(tx: Transaction, job: CommonJob, nodeIds: readonly string[]): Promise<Assignment[]> {
    const { rendered, preset, variables, createdBy, rolloutId, isTest, timeoutSeconds, expiresAt, orderedBy } = job;
    const { script, sha256: scriptSha256, version: presetVersion, secretRefs } = rendered;
    const { queued, createdAt } = await this.executions.queue(
      tx,
      { kind: 'JOB', script, scriptSha256, secretRefs, timeoutSeconds, expiresAt },
      nodeIds,
    );
    if (queued.length === 0) return [];
    const common = { preset, presetVersion, variables, createdBy, rolloutId, isTest, createdAt };
    await this.repository.insertMany(tx, common, queued);
    for (const { id, nodeId } of queued) {
      const message = isTest
        ? `${orderedBy} tested a draft of ${preset} on ${nodeId}`
        : `${orderedBy} applied ${preset} to ${nodeId}`;
      this.activity.append(tx, { nodeId, kind: 'deploy', message, executionId: id });
    }
    return queued;
  }

  /** As {@link ExecutionBatches.cancel}: what somebody else changes at this moment is left as it is. */
  async cancel(tx: Transaction, ids: readonly string[]): Promise<Cancelled> {
    const cancelled = await this.executions.cancel(tx, 'JOB', ids);
    const jobs = await this.repository.appliedBy(
      tx,
      cancelled.calledOff.map(({ id }) => id),
    );
    for (const { id, nodeId } of cancelled.calledOff) {
      const message = `${jobInWords(jobs.get(id))} was cancelled before it started on ${nodeId}`;
      this.activity.append(tx, { nodeId, kind: 'job', message, executionId: id });
    }
    return cancelled;
  }
}
