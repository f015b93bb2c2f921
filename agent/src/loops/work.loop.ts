import type { PendingWork } from '@hyprbox/contracts';
import type { Backoff } from '../backoff.js';
import { readPendingWork } from '../http/answers.js';
import type { Answer } from '../http/http-client.js';
import { Unreachable } from '../http/http-client.js';
import type { NodeApi } from '../http/node-api.js';
import type { Executions } from '../job/executions.js';
import type { Log } from '../log.js';
import type { TimelineNote } from '../timeline-note.js';
import { pause } from '../pause.js';
import type { NetworkWatch } from './network-watch.js';

/** Between two requests that brought nothing new and were answered at once: a server that does not wait must not be flooded. */
const idleSpacingMs = 1_000;

/** Keeps one request for work at the server, also when the agent is full: it brings cancels at once. */
export class WorkLoop {
  private claimId: string;
  private pollWhileFull: AbortController | undefined;
  private retry = new AbortController();
  private fault: string | null = null;
  private readonly cancelled = new Set<string>();

  constructor(
    private readonly api: NodeApi,
    private readonly executions: Pick<Executions, 'begin' | 'cancel' | 'freeSlots' | 'ids' | 'onSlotFreed'>,
    private readonly timeline: TimelineNote,
    private readonly backoff: Backoff,
    private readonly network: NetworkWatch,
    private readonly newId: () => string,
    private readonly stateFault: () => string | null,
    private readonly log: Log,
  ) {
    this.claimId = newId();
  }

  async run(signal: AbortSignal): Promise<void> {
    this.executions.onSlotFreed(() => this.pollWhileFull?.abort());
    while (!signal.aborted) {
      const asked = performance.now();
      const answer = await this.ask(signal);
      if (answer === 'asked too little') continue;
      const work = answer?.status === 200 ? readPendingWork(answer.body) : null;
      if (work === null) {
        if (answer?.status === 200) this.log.error('the answer to the request for work is not understood');
        await this.network.pause(
          this.backoff.next(answer?.retryAfterMs ?? null),
          AbortSignal.any([signal, this.retry.signal]),
        );
        continue;
      }
      this.backoff.reset();
      this.claimId = this.newId();
      const spacing = this.take(work) ? 0 : idleSpacingMs - (performance.now() - asked);
      if (spacing > 0) await pause(spacing, signal);
    }
  }

  /**
   * Asks anew at once: the open poll may hang on a connection that died with the network, or offers more than the agent
   * takes now. The claim's id stays, so that work that is on its way comes again.
   */
  askAgain(): void {
    this.backoff.reset();
    this.retry.abort();
  }

  /** Null when no answer came. */
  private async ask(signal: AbortSignal): Promise<Answer | 'asked too little' | null> {
    const fault = this.noteFault(this.stateFault());
    const capacity = fault === null ? this.executions.freeSlots : 0;
    const outgrown = new AbortController();
    // For a freed slot, a request that can claim is left alone.
    this.pollWhileFull = capacity === 0 ? outgrown : undefined;
    this.retry = new AbortController();
    const { signal: again } = this.retry;
    try {
      return await this.api.pending(
        {
          claimId: this.claimId,
          capacity,
          running: this.executions.ids,
          timeline: this.timeline.current,
          unable: fault,
        },
        AbortSignal.any([signal, outgrown.signal, again]),
      );
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return outgrown.signal.aborted || again.aborted ? 'asked too little' : null;
    } finally {
      this.pollWhileFull = undefined;
    }
  }

  /** Said once, to the log and with each request to the server. */
  private noteFault(fault: string | null): string | null {
    const text = fault === null ? null : `The state directory cannot be used: ${fault}`;
    if (text !== null && text !== this.fault) this.log.error(`no work is taken. ${text}`);
    if (text === null && this.fault !== null) this.log.info('the state directory can be used again: work is taken');
    this.fault = text;
    return text;
  }

  /** Whether the answer brought anything new. */
  private take(work: PendingWork): boolean {
    if (work.job !== null) this.executions.begin(work.job);
    this.timeline.keep(work.timeline);
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
