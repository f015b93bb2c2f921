import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@hyprbox/contracts';
import type { Audited } from '../database/audit-writer.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import type { Actor } from '../identity/principal.js';
import { SessionsService, type StartedSession } from '../sessions/sessions.service.js';
import type { Account } from '../users/accounts.service.js';
import { signedIn } from './auth.service.js';

type By = 'setup code' | 'invitation' | 'environment';

/** Writes a new account with its first session. */
@Injectable()
export class RegistrationRecords {
  constructor(
    private readonly sessions: SessionsService,
    private readonly work: UnitOfWork,
  ) {}

  async createAndSignIn(actor: Actor, by: By, create: (tx: Transaction) => Promise<Account>): Promise<SignedIn> {
    const { account, started } = await this.work.run<{ account: Account; started: StartedSession }>(
      ({ account }) => registered({ ...actor, type: 'user', id: account.id, name: account.email }, account, by),
      async (tx) => {
        const account = await create(tx);
        return { account, started: await this.sessions.start(tx, account.id, actor) };
      },
    );
    return signedIn(account, started);
  }
}

/** What the audit trail tells of a new account. */
export function registered(actor: Actor, { id, email, role }: Account, by: By): Audited {
  return { actor, action: 'auth.register', target: { type: 'user', id }, details: { email, role, by } };
}
