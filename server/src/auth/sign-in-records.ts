import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor } from '../identity/principal.js';
import { SessionsService, type StartedSession } from '../sessions/sessions.service.js';
import { AccountsService, type Account } from '../users/accounts.service.js';
import { TooManyFailures, WrongCredentials } from './auth.errors.js';
import { LoginFailures } from './login-failures.js';

/** Writes what came of trying to sign in: a session, or one more failure. */
@Injectable()
export class SignInRecords {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly failures: LoginFailures,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws TooManyFailures while the account takes no sign-in from the address; the try counts */
  async refuseWhileLocked({ ip }: Actor, email: string): Promise<void> {
    if ((await this.failures.waitSeconds(email, ip)) === 0) return;
    const seconds = await this.work.system('login-failures', (tx) => this.failures.count(tx, email, ip));
    throw new TooManyFailures(seconds, { kind: 'lock-out', email });
  }

  /** Starts a session; null if the account was disabled, or got another password, while this one was checked. */
  async start(actor: Actor, account: Account, renewedHash: string | null): Promise<StartedSession | null> {
    return this.work.run<StartedSession | null>(
      (started) =>
        started && {
          actor: { ...actor, type: 'user', id: account.id, name: account.email },
          action: 'auth.login',
          target: { type: 'user', id: account.id },
        },
      async (tx) => {
        if (!(await this.accounts.markSignedIn(tx, account))) return null;
        if (renewedHash !== null) await this.accounts.changePassword(tx, account.id, renewedHash);
        await this.failures.clear(tx, account.email, actor.ip);
        return this.sessions.start(tx, account.id, actor);
      },
    );
  }

  /** Counts the failure. @returns what the caller is told */
  async fail(actor: Actor, email: string, account: Account | null): Promise<Error> {
    const lockedSeconds = await this.work.run<number>(
      (lockedSeconds) => ({
        actor: { ...actor, type: 'anonymous', id: null, name: email },
        action: 'auth.login.failed',
        target: { type: 'user', id: account?.id ?? null },
        outcome: 'failure',
        details: lockedSeconds > 0 ? { lockedSeconds } : {},
      }),
      (tx) => this.failures.count(tx, email, actor.ip),
    );
    return lockedSeconds > 0
      ? new TooManyFailures(lockedSeconds, { kind: 'sign-in', isRecorded: true })
      : new WrongCredentials();
  }
}
