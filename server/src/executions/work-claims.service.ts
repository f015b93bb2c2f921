import { Injectable } from '@nestjs/common';
import type { PendingWork } from '@hyprbox/contracts';
import { DatabaseHealth } from '../database/database-health.js';
import { Waiters } from '../notifications/waiters.js';
import { Notifications } from '../notifications/notifications.js';
import { TimelineService } from '../timeline/timeline.service.js';
import { CancelOrders } from './cancel-orders.js';
import type { ClaimedRow } from './claims.repository.js';
import { ExecutionClaimsService, type Claimant } from './execution-claims.service.js';

export interface WorkRequest extends Claimant {
  /** How many more executions the agent can carry; 0: it only waits for cancels. */
  capacity: number;
  waitSeconds: number;
  /** The newest mark of the server's history that the agent knows. */
  timeline?: string;
}

/** Hands executions to agents: each has a long poll open, woken by the commit that queued something. */
@Injectable()
export class WorkClaimsService {
  private readonly waiters = new Waiters();

  constructor(
    private readonly claims: ExecutionClaimsService,
    private readonly cancels: CancelOrders,
    private readonly database: DatabaseHealth,
    private readonly timeline: TimelineService,
    notifications: Notifications,
  ) {
    notifications.on('work', ({ nodeId }) => this.waiters.wake(nodeId));
    notifications.on('missed', () => this.waiters.wakeAll());
  }

  /** @param closing aborted when the agent, its access or the server is gone: nothing is claimed after that */
  async next(request: WorkRequest, closing: AbortSignal): Promise<PendingWork> {
    const deadline = Date.now() + request.waitSeconds * 1000;
    const waiter = this.waiters.add(request.nodeId);
    // A replica that lost its database hears of no work: the agent is better off asking another one.
    const away = this.database.whileHere;
    const ending = AbortSignal.any([closing, away]);
    try {
      if (request.timeline !== undefined) await this.timeline.check(request.nodeId, request.timeline);
      await this.claims.renew(request);
      for (;;) {
        const row = request.capacity > 0 && !closing.aborted ? await this.claims.claim(request) : null;
        const { due, nextInMs } = await this.cancels.due(request.nodeId);
        const leftMs = deadline - Date.now();
        if (row || due.length > 0 || leftMs <= 0 || closing.aborted) {
          const mark = request.timeline === undefined ? {} : { timeline: await this.timeline.mark() };
          return { job: row && claimed(row), cancel: due, ...mark };
        }
        await waiter.next(ending, Math.min(leftMs, nextInMs));
        away.throwIfAborted();
        // Nobody is there to answer, and the database may be on its way out.
        if (closing.aborted) return { job: null, cancel: [] };
        if (Date.now() >= deadline) await this.claims.renew(request);
      }
    } finally {
      waiter.close();
    }
  }
}

function claimed(row: ClaimedRow): PendingWork['job'] {
  return {
    id: row.id,
    kind: row.kind,
    attempt: row.attempt,
    script: row.script,
    scriptSha256: row.script_sha256,
    timeoutSeconds: row.timeout_seconds,
    secretRefs: row.secret_refs,
  };
}
