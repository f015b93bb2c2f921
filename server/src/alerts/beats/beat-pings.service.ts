import { Injectable } from '@nestjs/common';
import { networkOf } from '../../common/client-address.js';
import { TooManyRequestsError } from '../../common/domain-error.js';
import { RateCounter } from '../../auth/rate-counter.js';
import type { KeptText } from '../../http/kept-body.js';
import { Clock } from '../../time/clock.js';
import type { BeatSignal } from './beat-state.js';
import { BeatSignalsService } from './beat-signals.service.js';
import { BeatNotFound } from './beats.errors.js';

/** Calls a minute from one address for beats that there are not. Those for beats that there are have limits of their own. */
const unknownPerMinute = 60;
const minuteMs = 60_000;

/** Reads a ping, and refuses who only tries addresses. */
@Injectable()
export class BeatPingsService {
  constructor(
    private readonly signals: BeatSignalsService,
    private readonly clock: Clock,
    private readonly counter: RateCounter,
  ) {}

  /** @param signal `start`, `fail` or an exit code; null: all is well */
  async take(token: string, signal: string | null, body: KeptText, ip: string): Promise<void> {
    try {
      await this.signals.take(token, this.read(signal, body));
    } catch (error) {
      if (error instanceof BeatNotFound) this.countUnknown(ip);
      throw error;
    }
  }

  private read(signal: string | null, { text, bytes }: KeptText): BeatSignal {
    const at = this.clock.now();
    if (signal === 'start') return { kind: 'START', at };
    const exitCode = signal === null || signal === 'fail' ? null : Number(signal);
    const hasFailed = signal === 'fail' || (exitCode ?? 0) !== 0;
    return { kind: 'END', at, hasFailed, exitCode, body: bytes === 0 ? null : text, bodyBytes: bytes };
  }

  private countUnknown(ip: string): void {
    const { isBlocked, timeToBlockExpire } = this.counter.count(`beat ${networkOf(ip)}`, minuteMs, unknownPerMinute);
    if (isBlocked) throw new TooManyRequestsError(timeToBlockExpire);
  }
}
