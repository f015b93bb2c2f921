import { outputStreams } from '@hyprbox/contracts';
import type { Backoff } from '../backoff.js';
import { isAlreadyFinished, isProblem, readExpected, readReceipt } from '../http/answers.js';
import type { DeliverOutputRequest, ExpectedOutput } from '@hyprbox/contracts';
import type { Answer } from '../http/http-client.js';
import { Unreachable } from '../http/http-client.js';
import type { NodeApi } from '../http/node-api.js';
import { pause } from '../pause.js';
import { DeliveryBatch } from './delivery-batch.js';
import type { Attempt } from './journal.js';
import type { Offsets } from './offsets.js';
import { covers } from './offsets.js';
import type { Spool } from './spool.js';

/** Deliveries with little in them are this far apart, so that a script printing line by line costs few requests. */
const coalesceMs = 10;
const littleBytes = 16 * 1024;
/** How long the beginning of a code point waits for its end before it is sent as bytes. */
const unfinishedWaitMs = 50;

export type DeliveryOutcome =
  /** The server has everything. */
  | 'delivered'
  /** The server gave the attempt up, does not know it, or will not go without bytes that are no longer here. */
  | 'refused'
  /** The agent stops before the end. */
  | 'aborted';

/**
 * How long an attempt is kept for a server that does not know it yet: its database was put back, and it will hand the
 * attempt out again unless somebody cancels it.
 */
const unknownWithinMs = 24 * 60 * 60_000;

/** Sends a spool to the server, in order, one delivery after the other, until the server has all of it. */
export class OutputSender {
  private readonly batch: DeliveryBatch;
  private lastSentAt = 0;
  private unknownSince: number | null = null;

  constructor(
    private readonly execution: Attempt,
    private readonly spool: Spool,
    private readonly api: NodeApi,
    private readonly backoff: Backoff,
    private readonly onCancel: () => void,
  ) {
    this.batch = new DeliveryBatch(execution.attempt, spool);
    this.batch.seek(spool.acknowledged);
  }

  async run(signal: AbortSignal): Promise<DeliveryOutcome> {
    const wake = (): void => this.spool.announce();
    signal.addEventListener('abort', wake);
    try {
      return await this.deliverAll(signal);
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  private async deliverAll(signal: AbortSignal): Promise<DeliveryOutcome> {
    while (!signal.aborted) {
      // Asked for before anything is looked at, so that no change in between is missed.
      const change = this.spool.change();
      if (this.spool.drained) return 'delivered';
      await this.coalesce(signal);
      const body = await this.batch.build();
      if (body === null) {
        await this.waitForMore(change, signal);
        continue;
      }
      this.lastSentAt = performance.now();
      const outcome = await this.send(body, signal);
      if (outcome !== 'sent') return outcome;
    }
    return 'aborted';
  }

  /**
   * Goes back to where the server stands. Of bytes that are no longer here it is told that they are lost; false when it
   * does not take that, as the version before does not.
   */
  async resume(expected: Offsets, signal: AbortSignal): Promise<boolean> {
    const from = covers(expected, this.spool.begin) ? expected : await this.passOver(signal);
    if (from === null) return signal.aborted;
    await this.spool.acknowledge(from);
    this.batch.seek(from);
    return true;
  }

  /** Whether the server may come to know the attempt yet; waits a while if so. */
  async isAwaited(expected: ExpectedOutput, signal: AbortSignal): Promise<boolean> {
    if (expected.attempt >= this.execution.attempt) return false;
    this.unknownSince ??= performance.now();
    if (performance.now() - this.unknownSince > unknownWithinMs) return false;
    await pause(this.backoff.next(null), signal);
    return true;
  }

  /** Null when the server does not understand. */
  private async passOver(signal: AbortSignal): Promise<Offsets | null> {
    const { attempt } = this.execution;
    const request: DeliverOutputRequest = { attempt, chunks: [], lostBefore: { ...this.spool.begin } };
    const body = Buffer.from(JSON.stringify(request));
    while (!signal.aborted) {
      const answer = await this.exchange(body, signal);
      const receipt = answer !== null && answer.status < 300 ? readReceipt(answer.body) : null;
      if (receipt !== null) return receipt.stored;
      if (answer !== null && answer.status >= 400 && answer.status < 500 && answer.status !== 429) return null;
      await pause(this.backoff.next(answer?.retryAfterMs ?? null), signal);
    }
    return null;
  }

  private async send(body: Buffer, signal: AbortSignal): Promise<'sent' | DeliveryOutcome> {
    const sentUpTo = { ...this.batch.end };
    for (;;) {
      const answer = await this.exchange(body, signal);
      if (signal.aborted) return 'aborted';
      if (answer !== null && answer.status < 300) {
        this.backoff.reset();
        this.unknownSince = null;
        return this.noteReceipt(answer, sentUpTo, signal);
      }
      if (answer?.status === 404 && isProblem(answer.body)) return 'refused';
      if (answer?.status === 409) return this.goBack(answer, signal);
      if (answer?.status === 413 && this.batch.shrink()) {
        this.batch.seek(this.spool.acknowledged);
        return 'sent';
      }
      await pause(this.backoff.next(answer?.retryAfterMs ?? null), signal);
    }
  }

  private async exchange(body: Buffer, signal: AbortSignal): Promise<Answer | null> {
    try {
      return await this.api.deliver(this.execution.id, body, signal);
    } catch (error) {
      if (error instanceof Unreachable) return null;
      throw error;
    }
  }

  private async noteReceipt(answer: Answer, sentUpTo: Offsets, signal: AbortSignal): Promise<'sent' | DeliveryOutcome> {
    const receipt = readReceipt(answer.body);
    if (receipt === null) return 'sent';
    if (receipt.cancel) this.onCancel();
    await this.spool.acknowledge(receipt.stored);
    const fits = outputStreams.every((stream) => receipt.stored[stream] === sentUpTo[stream]);
    if (!fits && !(await this.resume(receipt.stored, signal))) return 'refused';
    return 'sent';
  }

  private async goBack(answer: Answer, signal: AbortSignal): Promise<'sent' | DeliveryOutcome> {
    const expected = readExpected(answer.body);
    if (expected === null || isAlreadyFinished(answer.body)) return 'refused';
    if (expected.attempt !== this.execution.attempt) {
      if (!(await this.isAwaited(expected, signal))) return 'refused';
      this.batch.seek(this.spool.acknowledged);
      return 'sent';
    }
    const moved = outputStreams.some((stream) => expected[stream] !== this.batch.begin[stream]);
    // Refused although it began where the server stands: the same again at once would be a busy loop.
    if (!moved) await pause(this.backoff.next(null), signal);
    return (await this.resume(expected, signal)) ? 'sent' : 'refused';
  }

  private async coalesce(signal: AbortSignal): Promise<void> {
    const unsent = this.spool.bytesAfter(this.batch.end);
    const wait = coalesceMs - (performance.now() - this.lastSentAt);
    if (!this.spool.ended && unsent < littleBytes && wait > 0) await pause(wait, signal);
  }

  private async waitForMore(change: Promise<void>, signal: AbortSignal): Promise<void> {
    if (!this.batch.hasUnfinished) return change;
    const waited = pause(unfinishedWaitMs, signal).then(() => 'waited' as const);
    if ((await Promise.race([change, waited])) === 'waited') this.batch.sendUnfinished();
  }
}
