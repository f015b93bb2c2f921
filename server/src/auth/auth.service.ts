import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@hyprbox/contracts';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor, UserPrincipal } from '../http/principal.js';
import { AccountsService, type Account } from '../users/accounts.service.js';
import { toUser } from '../users/users.mapper.js';
import { TooManyFailures, WrongCredentials, WrongCurrentPassword } from './auth.errors.js';
import { LoginFailures } from './login-failures.js';
import { Passwords } from './passwords.js';
import { SessionsService, type StartedSession } from './sessions/sessions.service.js';

/** Signing in and out, and the own password. */
@Injectable()
export class AuthService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly failures: LoginFailures,
    private readonly passwords: Passwords,
    private readonly work: UnitOfWork,
  ) {}

  async login(actor: Actor, email: string, password: string): Promise<SignedIn> {
    await this.refuseWhileLocked(actor, email);
    const account = await this.accounts.findByEmail(email);
    const right = await this.passwords.matches(password, account?.passwordHash ?? null);
    if (!account || !right || account.disabled) throw await this.recordFailure(actor, email, account);
    const started = await this.startSession(actor, account);
    if (!started) throw await this.recordFailure(actor, email, account);
    return signedIn(account, started);
  }

  async logout(actor: Actor, { id, sessionId }: UserPrincipal): Promise<void> {
    await this.work.run({ actor, action: 'auth.logout', target: { type: 'user', id } }, (tx) =>
      this.sessions.end(tx, sessionId),
    );
  }

  /** Ends the user's other sessions. */
  async changePassword(actor: Actor, { id, sessionId }: UserPrincipal, current: string, next: string): Promise<void> {
    const account = await this.accounts.findById(id);
    if (!account || !(await this.passwords.matches(current, account.passwordHash))) throw new WrongCurrentPassword();
    const passwordHash = await this.passwords.hash(next);
    await this.work.run<number>(
      (endedSessions) => ({
        actor,
        action: 'auth.password',
        target: { type: 'user', id },
        details: { endedSessions },
      }),
      async (tx) => {
        await this.accounts.changePassword(tx, id, passwordHash);
        return this.sessions.endOthers(tx, id, sessionId);
      },
    );
  }

  private async refuseWhileLocked({ ip }: Actor, email: string): Promise<void> {
    if ((await this.failures.waitSeconds(email, ip)) === 0) return;
    throw new TooManyFailures(await this.work.system('login-failures', (tx) => this.failures.count(tx, email, ip)));
  }

  /** Null if the account was disabled, or got another password, while this one was checked. */
  private async startSession(actor: Actor, account: Account): Promise<StartedSession | null> {
    return this.work.run<StartedSession | null>(
      (started) =>
        started && {
          actor: { ...actor, type: 'user', id: account.id, name: account.email },
          action: 'auth.login',
          target: { type: 'user', id: account.id },
        },
      async (tx) => {
        if (!(await this.accounts.markSignedIn(tx, account))) return null;
        await this.failures.clear(tx, account.email, actor.ip);
        return this.sessions.start(tx, account.id, actor);
      },
    );
  }

  private async recordFailure(actor: Actor, email: string, account: Account | null): Promise<Error> {
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
    return lockedSeconds > 0 ? new TooManyFailures(lockedSeconds) : new WrongCredentials();
  }
}

export function signedIn(account: Account, { token, expiresAt }: StartedSession): SignedIn {
  return { user: toUser(account), token, expiresAt: expiresAt.toISOString() };
}
