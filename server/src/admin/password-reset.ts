import { Injectable } from '@nestjs/common';
import { LoginFailures } from '../auth/login-failures.js';
import { passwordWeakness } from '../auth/password-strength.js';
import { Passwords } from '../auth/passwords.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import { AccountsService, type Account } from '../users/accounts.service.js';
import { StartError } from '../common/start-error.js';

/** Gives an account a new password from the server's shell, for whoever can't sign in any more. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly failures: LoginFailures,
    private readonly passwords: Passwords,
    private readonly work: UnitOfWork,
  ) {}

  /** Also ends the account's sessions and lifts every lock-out: which are the account's can't be told from their keys. */
  async reset(email: string, password: string): Promise<Account> {
    const account = await this.accounts.findByEmail(email);
    if (!account) throw new StartError(`There is no account with the address ${email}.`);
    const weakness = passwordWeakness(password, account);
    if (weakness !== null) throw new StartError(`The password ${weakness}.`);
    const passwordHash = await this.passwords.hash(password, account.id);
    await this.work.run<number>(
      (endedSessions) => ({
        actor: systemActor,
        action: 'auth.password.reset',
        target: { type: 'user', id: account.id },
        details: { email: account.email, endedSessions },
      }),
      async (tx) => {
        await this.accounts.changePassword(tx, account.id, passwordHash);
        await this.failures.clearAll(tx);
        return this.sessions.endAll(tx, account.id);
      },
    );
    return account;
  }
}
