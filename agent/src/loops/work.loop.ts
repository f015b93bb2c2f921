import type { PendingWork } from '@hyprbox/contracts';
import type { Backoff } from '../backoff.js';
import { readPendingWork } from '../http/answers.js';
import type { Answer } from '../http/http-client.js';
import { Unreachable } from '../http/http-client.js';
import type { NodeApi } from '../http/node-api.js';
import type { Executions } from '../job/executions.js';
import type { Log } from '../log.js';
import { pause } from '../pause.js';

/** Between two requests that brought nothing new and were not held: a server that does not hold must not be flooded. */
const idleSpacingMs = 1_000;

/** Keeps one request for work at the server, also when the agent is full: it brings cancels at once. */
export class WorkLoop {
  private claimId: string;
  private held: AbortController | undefined;
  private readonly cancelled = new Set<string>();

  constructor(
    private readonly api: NodeApi,
    private readonly executions: Executions,
    private readonly backoff: Backoff,
    private readonly newId: () => string,
    private readonly log: Log,
  ) {
    this.claimId = newId();
  }

  async run(signal: AbortSignal): Promise<void> {
    this.executions.onSlotFreed(() => this.held?.abort());
    while (!signal.aborted) {
      const asked = performance.now();
      const answer = await this.ask(signal);
      if (answer === 'asked too little') continue;
      const work = answer?.status === 200 ? readPendingWork(answer.body) : null;
      if (work === null) {
        if (answer?.status === 200) this.log.error('the answer to the request for work is not understood');
        await pause(this.backoff.next(answer?.retryAfterMs ?? null), signal);
        continue;
      }
      this.backoff.reset();
      this.claimId = this.newId();
      const spacing = this.take(work) ? 0 : idleSpacingMs - (performance.now() - asked);
      if (spacing > 0) await pause(spacing, signal);
    }
  }

  /** Null when no answer came. */
  private async ask(signal: AbortSignal): Promise<Answer | 'asked too little' | null> {
    const capacity = this.executions.freeSlots;
    const outgrown = new AbortController();
    // A request that can claim is left alone: aborting it could lose the answer with the work.
    this.held = capacity === 0 ? outgrown : undefined;
    try {
      return await this.api.pending(
        { claimId: this.claimId, capacity, running: this.executions.ids },
        AbortSignal.any([signal, outgrown.signal]),
      );
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return outgrown.signal.aborted ? 'asked too little' : null;
    } finally {
      this.held = undefined;
    }
  }

  /** Whether the answer brought anything new. */
  private take(work: PendingWork): boolean {
    if (work.job !== null) this.executions.begin(work.job);
    let isNew = work.job !== null;
    const orders = new Set(work.cancel.map((order) => `${order.id}.${order.attempt}`));
    for (const order of work.cancel) {
      const key = `${order.id}.${order.attempt}`;
      if (this.cancelled.has(key)) continue;
      isNew = true;
      this.cancelled.add(key);
      if (!this.executions.cancel(order)) this.log.warn(`execution ${order.id} is to be cancelled but is not carried`);
    }
    // An order is remembered for as long as the server repeats it.
    for (const key of this.cancelled) if (!orders.has(key)) this.cancelled.delete(key);
    return isNew;
  }
}
