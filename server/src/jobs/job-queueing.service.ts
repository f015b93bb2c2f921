import { Injectable } from '@nestjs/common';
import { limits, type CreateJobRequest } from '@hyprbox/contracts';
import { ActivityLog } from '../activity/activity-log.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ExecutionsService } from '../executions/executions.service.js';
import { NotFoundError } from '../http/domain-error.js';
import type { Actor, UserPrincipal } from '../http/principal.js';
import { isUuid } from '../http/uuid.js';
import { NodesService } from '../nodes/nodes.service.js';
import { PresetsService } from '../presets/presets.service.js';
import { JobsRepository } from './jobs.repository.js';

/** Where jobs begin, and where they are called off. */
@Injectable()
export class JobQueueing {
  constructor(
    private readonly repository: JobsRepository,
    private readonly executions: ExecutionsService,
    private readonly presets: PresetsService,
    private readonly nodes: NodesService,
    private readonly activity: ActivityLog,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * Renders the preset and freezes the script with its hash: what runs is what was seen now, whatever becomes of the
   * preset later.
   *
   * @returns the job's id
   */
  async queue(user: UserPrincipal, actor: Actor, request: CreateJobRequest): Promise<string> {
    const { script, sha256, version, secretRefs } = this.presets.render(request.preset, request.variables);
    const { nodeId, preset, variables } = request;
    const timeoutSeconds = request.timeoutSeconds ?? limits.jobTimeoutSecondsDefault;
    const details = { nodeId, preset, presetVersion: version, scriptSha256: sha256, timeoutSeconds };
    return this.work.run(
      (id) => ({ actor, action: 'job.create', target: { type: 'job', id }, details }),
      async (tx) => {
        await this.nodes.hold(tx, nodeId);
        const { id, createdAt } = await this.executions.queue(tx, {
          kind: 'JOB',
          nodeId,
          script,
          scriptSha256: sha256,
          secretRefs,
          timeoutSeconds,
        });
        const createdBy = user.id;
        await this.repository.insert(tx, {
          id,
          nodeId,
          preset,
          presetVersion: version,
          variables,
          createdBy,
          createdAt,
        });
        const message = `${user.name} applied ${preset} to ${nodeId}`;
        await this.activity.append(tx, { nodeId, kind: 'deploy', message, jobId: id });
        return id;
      },
    );
  }

  async cancel(actor: Actor, id: string): Promise<void> {
    const job = isUuid(id) ? await this.repository.find(id) : null;
    if (!job) throw new NotFoundError('job');
    await this.work.run(
      (first) =>
        first ? { actor, action: 'job.cancel', target: { type: 'job', id }, details: { nodeId: job.nodeId } } : null,
      (tx) => this.executions.cancel(tx, id),
    );
  }
}
