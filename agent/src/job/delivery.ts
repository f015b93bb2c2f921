import type { CompleteRequest } from '@hyprbox/contracts';
import { outputStreams } from '@hyprbox/contracts';
import { Backoff, heavyCalls } from '../backoff.js';
import { detailOf, isAlreadyFinished, isProblem, readExpected } from '../http/answers.js';
import type { Answer } from '../http/http-client.js';
import { Unreachable } from '../http/http-client.js';
import type { NodeApi } from '../http/node-api.js';
import type { Log } from '../log.js';
import { pause } from '../pause.js';
import type { Attempt, Ending } from './journal.js';
import type { Offsets } from './offsets.js';
import type { DeliveryOutcome } from './output-sender.js';
import { OutputSender } from './output-sender.js';
import type { Spool } from './spool.js';

/** As much of a message as the server takes. */
const messageLengthMax = 1000;

export interface DeliveryChannel {
  api: NodeApi;
  log: Log;
  random: () => number;
}

/** Brings one attempt's output and then its end to the server, for as long as that takes. */
export class Delivery {
  private readonly backoff: Backoff;
  private readonly sender: OutputSender;
  /** What the server says it has: after a crash of the machine that may be more than the spool. */
  private readonly known: Offsets = { stdout: 0, stderr: 0 };
  /** What a server has that does not take bytes for lost: the end is reported for no more. */
  private taken: Offsets | null = null;

  constructor(
    private readonly attempt: Attempt,
    private readonly spool: Spool,
    private readonly channel: DeliveryChannel,
    onCancel: () => void,
  ) {
    this.backoff = new Backoff(channel.random, heavyCalls);
    this.sender = new OutputSender(attempt, spool, channel.api, this.backoff, onCancel);
  }

  /** Sends what there is and what is still to come, until the spool has ended. */
  sendOutput(signal: AbortSignal): Promise<DeliveryOutcome> {
    return this.sender.run(signal);
  }

  /** Reports the end, once all output has been delivered; what the server finds missing is sent again. */
  async complete(ending: Ending, signal: AbortSignal): Promise<DeliveryOutcome> {
    while (!signal.aborted) {
      const answer = await this.report(this.completeRequest(ending), signal);
      if (answer !== null && answer.status < 300) return 'delivered';
      if (answer?.status === 404 && isProblem(answer.body)) return 'refused';
      if (answer?.status === 409) {
        const outcome = await this.sendMissing(answer, signal);
        if (outcome !== 'delivered') return outcome;
      } else if (answer?.status === 400) {
        this.channel.log.error(`the end of execution ${this.attempt.id} is refused: ${detailOf(answer.body)}`);
      }
      await pause(this.backoff.next(answer?.retryAfterMs ?? null), signal);
    }
    return 'aborted';
  }

  private async report(request: CompleteRequest, signal: AbortSignal): Promise<Answer | null> {
    try {
      return await this.channel.api.complete(this.attempt.id, request, signal);
    } catch (error) {
      if (error instanceof Unreachable) return null;
      throw error;
    }
  }

  private async sendMissing(answer: Answer, signal: AbortSignal): Promise<DeliveryOutcome> {
    const expected = readExpected(answer.body);
    if (expected === null || isAlreadyFinished(answer.body)) return 'refused';
    if (expected.attempt !== this.attempt.attempt) {
      return (await this.sender.isAwaited(expected, signal)) ? 'delivered' : 'refused';
    }
    if (!(await this.sender.resume(expected, signal))) {
      this.taken = { stdout: expected.stdout, stderr: expected.stderr };
      return 'delivered';
    }
    for (const stream of outputStreams) this.known[stream] = Math.max(this.known[stream], expected[stream]);
    return this.sender.run(signal);
  }

  private completeRequest(ending: Ending): CompleteRequest {
    const { total } = this.spool;
    const { known, taken } = this;
    return {
      attempt: this.attempt.attempt,
      exitCode: ending.exitCode,
      signal: ending.signal,
      ...(ending.reason !== null && { reason: ending.reason }),
      ...(ending.message !== null && { message: ending.message.slice(0, messageLengthMax) }),
      stdoutBytes: taken?.stdout ?? Math.max(total.stdout, known.stdout),
      stderrBytes: taken?.stderr ?? Math.max(total.stderr, known.stderr),
    };
  }
}
