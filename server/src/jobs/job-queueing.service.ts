import { Injectable } from '@nestjs/common';
import { limits, type CreateJobRequest } from '@hyprbox/contracts';
import { OrdersService, type PreparedOrder } from '../executions/orders.service.js';
import type { Actor } from '../identity/principal.js';
import { NodesService } from '../nodes/nodes.service.js';
import { PresetsService } from '../presets/presets.service.js';
import { JobApprovals } from './job-approvals.js';
import { JobRecords, type OrderedJob, type Orderer } from './job-records.js';
import { HostAway } from './jobs.errors.js';

/** Where jobs begin. */
@Injectable()
export class JobQueueingService {
  constructor(
    private readonly presets: PresetsService,
    private readonly nodes: NodesService,
    private readonly orders: OrdersService,
    private readonly records: JobRecords,
    private readonly approvals: JobApprovals,
  ) {}

  /**
   * Renders the preset and freezes the script with its hash: what runs is what was seen now, whatever becomes of the
   * preset later. A host that is away is waited for, unless the request says otherwise.
   *
   * @param key the caller's name for this order: under one name, one job is made
   * @returns the job's id
   * @throws HostAway
   * @throws ApprovalNeeded where the settings want one: only a rollout can ask for it
   * @throws ApprovalNeededForSeries where the user has started it on too many hosts lately
   */
  async queue(user: Orderer, actor: Actor, request: CreateJobRequest, key?: string): Promise<string> {
    const job = { ...request, timeoutSeconds: request.timeoutSeconds ?? limits.jobTimeoutSecondsDefault };
    return this.orders.carryOut({ userId: user.id, key, request: job }, () => this.prepare(user, actor, job));
  }

  private async prepare(user: Orderer, actor: Actor, job: OrderedJob): Promise<PreparedOrder> {
    const { nodeId, preset, timeoutSeconds, whenOffline = 'WAIT' } = job;
    const rendered = await this.presets.render(preset, job.variables);
    const hostsMoreThan = await this.approvals.refuseIfNeeded(job);
    if (whenOffline !== 'WAIT' && (await this.nodes.isAway(nodeId))) throw new HostAway(nodeId);
    const { version: presetVersion, sha256: scriptSha256 } = rendered;
    const details = { nodeId, preset, presetVersion, scriptSha256, timeoutSeconds };
    return {
      audited: (id) => ({ actor, action: 'job.create', target: { type: 'job', id }, details }),
      queue: async (tx) => {
        await this.approvals.refuseSeries(tx, user, job, rendered, hostsMoreThan);
        return this.records.insert(tx, user, job, rendered);
      },
    };
  }
}
