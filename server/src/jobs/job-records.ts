import { Injectable } from '@nestjs/common';
import { rolloutLimits, type CreateJobRequest } from '@hyprbox/contracts';
import { ActivityLog } from '../activity/activity-log.js';
import type { Transaction } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import type { UserPrincipal } from '../identity/principal.js';
import { NodesService } from '../nodes/nodes.service.js';
import type { RenderedScript } from '../presets/render.js';
import { JobsRepository } from './jobs.repository.js';

/** For whom a job is run. */
export type Orderer = Pick<UserPrincipal, 'id' | 'name'>;

/** A job that is asked for, its time limit filled in. */
export type OrderedJob = CreateJobRequest & Required<Pick<CreateJobRequest, 'timeoutSeconds'>>;

/** Writes a new job with the execution that it is and the activity that tells of it. */
@Injectable()
export class JobRecords {
  constructor(
    private readonly repository: JobsRepository,
    private readonly executions: ExecutionsService,
    private readonly nodes: NodesService,
    private readonly activity: ActivityLog,
  ) {}

  /** @returns the job's id */
  async insert(
    tx: Transaction,
    user: Orderer,
    { nodeId, preset, variables, timeoutSeconds, waitSeconds = rolloutLimits.waitSecondsDefault }: OrderedJob,
    { script, sha256, version, secretRefs }: RenderedScript,
  ): Promise<string> {
    await this.nodes.lockShared(tx, nodeId);
    const expiresAt = new Date((await tx.now()).getTime() + waitSeconds * 1000);
    const { id, createdAt } = await this.executions.queue(tx, {
      kind: 'JOB',
      nodeId,
      script,
      scriptSha256: sha256,
      secretRefs,
      timeoutSeconds,
      expiresAt,
    });
    const createdBy = user.id;
    await this.repository.insert(tx, {
      id,
      nodeId,
      preset,
      presetVersion: version,
      variables,
      createdBy,
      rolloutId: null,
      isTest: false,
      createdAt,
    });
    const message = `${user.name} applied ${preset} to ${nodeId}`;
    this.activity.append(tx, { nodeId, kind: 'deploy', message, executionId: id });
    return id;
  }
}
