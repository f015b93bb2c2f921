import { Injectable } from '@nestjs/common';
import { limits, type CreateJobRequest } from '@hyprbox/contracts';
import { OrdersService, type PreparedOrder } from '../executions/orders.service.js';
import type { Actor } from '../identity/principal.js';
import { PresetsService } from '../presets/presets.service.js';
import { JobRecords, type OrderedJob, type Orderer } from './job-records.js';

/** Where jobs begin. */
@Injectable()
export class JobQueueingService {
  constructor(
    private readonly presets: PresetsService,
    private readonly orders: OrdersService,
    private readonly records: JobRecords,
  ) {}

  /**
   * Renders the preset and freezes the script with its hash: what runs is what was seen now, whatever becomes of the
   * preset later.
   *
   * @param key the caller's name for this order: under one name, one job is made
   * @returns the job's id
   */
  async queue(user: Orderer, actor: Actor, request: CreateJobRequest, key?: string): Promise<string> {
    const { nodeId, preset, variables, timeoutSeconds = limits.jobTimeoutSecondsDefault } = request;
    const job = { nodeId, preset, variables, timeoutSeconds };
    return this.orders.carryOut({ userId: user.id, key, request: job }, () => this.prepare(user, actor, job));
  }

  private prepare(user: Orderer, actor: Actor, job: OrderedJob): PreparedOrder {
    const { nodeId, preset, timeoutSeconds } = job;
    const rendered = this.presets.render(preset, job.variables);
    const { version: presetVersion, sha256: scriptSha256 } = rendered;
    const details = { nodeId, preset, presetVersion, scriptSha256, timeoutSeconds };
    return {
      audited: (id) => ({ actor, action: 'job.create', target: { type: 'job', id }, details }),
      queue: (tx) => this.records.insert(tx, user, job, rendered),
    };
  }
}
