import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { WrongCurrentPassword } from './auth.errors.js';
import { Passwords } from './passwords.js';
import { refuseWeakPassword } from './weak-password.js';

/** What people do with their own account: they sign out, and change the password. */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly passwords: Passwords,
    private readonly work: UnitOfWork,
  ) {}

  async logout(actor: Actor, { id, sessionId }: UserPrincipal): Promise<void> {
    await this.work.run({ actor, action: 'auth.logout', target: { type: 'user', id } }, (tx) =>
      this.sessions.end(tx, sessionId),
    );
  }

  /** Ends the user's other sessions. */
  async changePassword(actor: Actor, { id, sessionId }: UserPrincipal, current: string, next: string): Promise<void> {
    const account = await this.accounts.findById(id);
    if (!account) throw new WrongCurrentPassword();
    refuseWeakPassword('/next', next, account);
    if (!(await this.passwords.check(current, account.passwordHash, id)).matches) throw new WrongCurrentPassword();
    const passwordHash = await this.passwords.hash(next, id);
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
}
