import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@hyprbox/contracts';
import { newPassword } from '../config/environment.js';
import type { Actor } from '../identity/principal.js';
import type { StartedSession } from '../sessions/sessions.service.js';
import { AccountsService, type Account } from '../users/accounts.service.js';
import { toUser } from '../users/users.mapper.js';
import { Passwords } from './passwords.js';
import { RecentSignIns } from './recent-sign-ins.js';
import { SignInRecords } from './sign-in-records.js';

/** Signing in. */
@Injectable()
export class AuthService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly recent: RecentSignIns,
    private readonly records: SignInRecords,
  ) {}

  async login(actor: Actor, email: string, password: string): Promise<SignedIn> {
    await this.records.refuseWhileLocked(actor, email);
    const account = await this.accounts.findByEmail(email);
    const known = this.recent.knownBy(email, actor.ip);
    const { matches, outdated } = await this.passwords.check(password, account?.passwordHash ?? null, known);
    if (!account || !matches || account.disabled) throw await this.records.fail(actor, email, account);
    const renewed = outdated && newPassword(password) ? await this.passwords.hash(password, account.id) : null;
    const started = await this.records.start(actor, account, renewed);
    if (!started) throw await this.records.fail(actor, email, account);
    this.recent.note(email, actor.ip);
    return signedIn(account, started);
  }
}

export function signedIn(account: Account, { token, expiresAt }: StartedSession): SignedIn {
  return { user: toUser(account), token, expiresAt: expiresAt.toISOString() };
}
