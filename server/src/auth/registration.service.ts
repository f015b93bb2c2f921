import { Injectable } from '@nestjs/common';
import type { RegisterRequest, SignedIn } from '@hyprbox/contracts';
import type { Actor } from '../identity/principal.js';
import { AccountsService } from '../users/accounts.service.js';
import { InvitationsService } from '../users/invitations.service.js';
import { RegistrationClosed, WrongSetupCode } from './auth.errors.js';
import { Passwords } from './passwords.js';
import { RegistrationRecords } from './registration-records.js';
import { SetupCode } from './setup-code.js';
import { shownName } from './shown-name.js';
import { refuseWeakPassword } from './weak-password.js';

/** Makes accounts for people who ask: the first with the setup code, all others by invitation. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly invitations: InvitationsService,
    private readonly setupCode: SetupCode,
    private readonly passwords: Passwords,
    private readonly records: RegistrationRecords,
  ) {}

  /** Signs the new user in as well. */
  async register(actor: Actor, request: RegisterRequest): Promise<SignedIn> {
    const { password, email, name } = request;
    refuseWeakPassword('/password', password, { email, name: shownName(name, email) });
    return (await this.accounts.anyExists())
      ? this.registerInvited(actor, request)
      : this.registerFirst(actor, request);
  }

  private async registerFirst(actor: Actor, { email, password, name, setupCode }: RegisterRequest): Promise<SignedIn> {
    if (!this.setupCode.matches(setupCode)) throw new WrongSetupCode();
    const passwordHash = await this.passwords.hash(password, 'setup code');
    return this.records.createAndSignIn(actor, 'setup code', async (tx) => {
      const admin = { email, name: shownName(name, email), role: 'ADMIN', passwordHash } as const;
      const account = await this.accounts.createFirst(tx, admin);
      if (!account) throw new RegistrationClosed(email);
      return account;
    });
  }

  private async registerInvited(
    actor: Actor,
    { email, password, name, invitation = '' }: RegisterRequest,
  ): Promise<SignedIn> {
    // Looked at first, so that hashing is not to be had for nothing.
    if (!(await this.invitations.findOpen(invitation, email))) throw new RegistrationClosed(email);
    const passwordHash = await this.passwords.hash(password, `invited ${email}`);
    return this.records.createAndSignIn(actor, 'invitation', async (tx) => {
      const accepted = await this.invitations.accept(tx, invitation, email);
      if (!accepted) throw new RegistrationClosed(email);
      return this.accounts.create(tx, { email, name: shownName(name, email), role: accepted.role, passwordHash });
    });
  }
}
