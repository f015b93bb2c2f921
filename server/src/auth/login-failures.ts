import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '../database/unit-of-work.js';
import { networkOf } from '../common/client-address.js';
import { Clock } from '../time/clock.js';
import { lockSeconds } from './lock-out.js';
import { LoginFailuresRepository } from './login-failures.repository.js';
import { JWT_SECRET } from '../sessions/jwt-secret.js';

const forgottenAfterMs = 24 * 60 * 60 * 1000;
const sweepEveryMs = 60 * 60 * 1000;

/** Failed sign-ins in a row, by account and address: whoever guesses is slowed down, and nobody else is. */
@Injectable()
export class LoginFailures {
  private sweptAt = 0;

  constructor(
    private readonly failures: LoginFailuresRepository,
    private readonly clock: Clock,
    @Inject(JWT_SECRET) private readonly secret: string,
  ) {}

  /** Seconds for which the account takes no sign-in from the address; 0 if it does. */
  async waitSeconds(email: string, ip: string | null): Promise<number> {
    const until = await this.failures.lockedUntil(this.key(email, ip));
    return until ? Math.max(0, (until.getTime() - this.clock.now().getTime()) / 1000) : 0;
  }

  /**
   * Counts one more failure, also a try while the pair is locked, which then stays locked for longer.
   *
   * @returns seconds for which the pair is locked from now on; 0 if it is not
   */
  async count(tx: Transaction, email: string, ip: string | null): Promise<number> {
    const key = this.key(email, ip);
    const now = this.clock.now();
    const forgottenBefore = new Date(now.getTime() - forgottenAfterMs);
    await this.sweep(tx, now, forgottenBefore);
    const seconds = lockSeconds(await this.failures.count(tx, key, now, forgottenBefore));
    if (seconds > 0) await this.failures.lock(tx, key, new Date(now.getTime() + seconds * 1000));
    return seconds;
  }

  clear(tx: Transaction, email: string, ip: string | null): Promise<void> {
    return this.failures.clear(tx, this.key(email, ip));
  }

  /** Of every account: whose a row is can't be told from its key. */
  clearAll(tx: Transaction): Promise<void> {
    return this.failures.clearAll(tx);
  }

  private async sweep(tx: Transaction, now: Date, forgottenBefore: Date): Promise<void> {
    if (now.getTime() - this.sweptAt < sweepEveryMs) return;
    this.sweptAt = now.getTime();
    await this.failures.deleteForgotten(tx, forgottenBefore);
  }

  /** Keyed, so that the table does not tell which accounts were tried. */
  private key(email: string, ip: string | null): Buffer {
    return createHmac('sha256', this.secret)
      .update(`login\n${email}\n${networkOf(ip ?? '')}`)
      .digest();
  }
}
