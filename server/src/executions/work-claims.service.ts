import { Inject, Injectable } from '@nestjs/common';
import type { CancelOrder, ExecutionKindName, PendingWork } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Doorbell } from '../hints/doorbell.js';
import { Hints } from '../hints/hints.js';
import { ExecutionsRepository, type ClaimedRow } from './executions.repository.js';
import { ExecutionsService } from './executions.service.js';

export interface WorkRequest {
  nodeId: string;
  claimId: string;
  /** What the agent can carry out. */
  kinds: readonly ExecutionKindName[];
  /** How many more executions the agent can carry; 0: it only waits for cancels. */
  capacity: number;
  waitSeconds: number;
  /** What the agent carries; absent when it does not say. */
  running?: string[];
}

/** An order to cancel that the agent is still following is not said again before this time. */
const repeatCancelMs = 2_000;

/** Hands executions to agents: one request is held for each, woken by the commit that queued something. */
@Injectable()
export class WorkClaims {
  private readonly doorbell = new Doorbell();
  /** When each order to cancel was last handed out. Only a brake: lost with the process, it is handed out again. */
  private readonly ordered = new Map<string, number>();

  constructor(
    private readonly repository: ExecutionsRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    hints: Hints,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    hints.on('work', ({ nodeId }) => this.doorbell.ring(nodeId));
    hints.on('execution', ({ id }) => this.ordered.delete(id));
  }

  /** @param closing aborted when the agent, its access or the server is gone: nothing is claimed after that */
  async next(request: WorkRequest, closing: AbortSignal): Promise<PendingWork> {
    const deadline = Date.now() + request.waitSeconds * 1000;
    const listener = this.doorbell.listen(request.nodeId);
    try {
      await this.renew(request);
      for (;;) {
        const row = request.capacity > 0 && !closing.aborted ? await this.claim(request) : null;
        const { due, nextInMs } = this.dueOrders(await this.repository.cancelOrders(request.nodeId));
        const leftMs = deadline - Date.now();
        if (row || due.length > 0 || leftMs <= 0 || closing.aborted) return { job: row && claimed(row), cancel: due };
        await listener.next(closing, Math.min(leftMs, nextInMs));
        // Nobody is there to answer, and the database may be on its way out.
        if (closing.aborted) return { job: null, cancel: [] };
        if (Date.now() >= deadline) await this.renew(request);
      }
    } finally {
      listener.close();
    }
  }

  private async renew({ nodeId, running }: WorkRequest): Promise<void> {
    if (running?.length === 0) return;
    await this.work.system('lease', (tx) => this.executions.renewLeases(tx, [{ nodeId, ...(running && { running }) }]));
  }

  private async claim({ nodeId, claimId, kinds }: WorkRequest): Promise<ClaimedRow | null> {
    if (!(await this.repository.mayClaim(nodeId, kinds, claimId))) return null;
    return this.work.system('claim', async (tx) => {
      await this.repository.lockClaim(tx, claimId);
      const earlier = await this.repository.claimedBy(tx, nodeId, claimId);
      if (earlier.known) return earlier.row;
      const row = await this.repository.claimNext(tx, nodeId, kinds, claimId, this.config.leaseSeconds);
      if (row) tx.tell({ topic: 'execution', id: row.id });
      return row;
    });
  }

  private dueOrders(orders: CancelOrder[]): { due: CancelOrder[]; nextInMs: number } {
    const now = Date.now();
    let nextInMs = Number.POSITIVE_INFINITY;
    const due = orders.filter(({ id }) => {
      const waitMs = (this.ordered.get(id) ?? 0) + repeatCancelMs - now;
      if (waitMs > 0) nextInMs = Math.min(nextInMs, waitMs);
      return waitMs <= 0;
    });
    for (const { id } of due) this.ordered.set(id, now);
    return { due, nextInMs };
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
