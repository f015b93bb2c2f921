import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { limits, type RegisterRequest, type SignedIn } from '@hyprbox/contracts';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork, type Audited, type Transaction } from '../database/unit-of-work.js';
import { systemActor, type Actor } from '../http/principal.js';
import { AccountsService, type Account } from '../users/accounts.service.js';
import { InvitationsService } from '../users/invitations.service.js';
import { RegistrationClosed, WrongSetupCode } from './auth.errors.js';
import { signedIn } from './auth.service.js';
import { Passwords } from './passwords.js';
import { SessionsService, type StartedSession } from './sessions/sessions.service.js';
import { SetupCode } from './setup-code.js';

type By = 'setup code' | 'invitation' | 'environment';

/** Makes accounts: the first with the setup code or from the environment, all others by invitation. */
@Injectable()
export class RegistrationService implements OnApplicationBootstrap {
  private readonly logger = new Logger('Accounts');

  constructor(
    private readonly accounts: AccountsService,
    private readonly invitations: InvitationsService,
    private readonly sessions: SessionsService,
    private readonly setupCode: SetupCode,
    private readonly passwords: Passwords,
    private readonly work: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.createConfiguredAdmin();
  }

  /** Signs the new user in as well. */
  async register(actor: Actor, request: RegisterRequest): Promise<SignedIn> {
    return (await this.accounts.anyExists())
      ? this.registerInvited(actor, request)
      : this.registerFirst(actor, request);
  }

  private async registerFirst(actor: Actor, { email, password, name, setupCode }: RegisterRequest): Promise<SignedIn> {
    if (!this.setupCode.matches(setupCode)) throw new WrongSetupCode();
    const passwordHash = await this.passwords.hash(password);
    return this.createAndSignIn(actor, 'setup code', async (tx) => {
      const admin = { email, name: shownName(name, email), role: 'ADMIN', passwordHash } as const;
      const account = await this.accounts.createFirst(tx, admin);
      if (!account) throw new RegistrationClosed();
      return account;
    });
  }

  private async registerInvited(
    actor: Actor,
    { email, password, name, invitation = '' }: RegisterRequest,
  ): Promise<SignedIn> {
    // Looked at first, so that hashing is not to be had for nothing.
    if (!(await this.invitations.findOpen(invitation, email))) throw new RegistrationClosed();
    const passwordHash = await this.passwords.hash(password);
    return this.createAndSignIn(actor, 'invitation', async (tx) => {
      const accepted = await this.invitations.accept(tx, invitation, email);
      if (!accepted) throw new RegistrationClosed();
      return this.accounts.create(tx, { email, name: shownName(name, email), role: accepted.role, passwordHash });
    });
  }

  private async createAndSignIn(
    actor: Actor,
    by: By,
    create: (tx: Transaction) => Promise<Account>,
  ): Promise<SignedIn> {
    const { account, started } = await this.work.run<{ account: Account; started: StartedSession }>(
      ({ account }) => registered({ ...actor, type: 'user', id: account.id, name: account.email }, account, by),
      async (tx) => {
        const account = await create(tx);
        return { account, started: await this.sessions.start(tx, account.id, actor) };
      },
    );
    return signedIn(account, started);
  }

  /** The admin that the environment names, unless there is an account: the first one is an admin, and one always stays. */
  private async createConfiguredAdmin(): Promise<void> {
    const { admin } = this.config;
    if (!admin || (await this.accounts.anyExists())) return;
    const passwordHash = await this.passwords.hash(admin.password);
    const { email } = admin;
    const account = await this.work.run<Account | null>(
      (created) => created && registered(systemActor, created, 'environment'),
      (tx) => this.accounts.createFirst(tx, { email, name: shownName(undefined, email), role: 'ADMIN', passwordHash }),
    );
    if (account) this.logger.log(`Created the admin ${email} from HYPRBOX_ADMIN_EMAIL and HYPRBOX_ADMIN_PASSWORD.`);
  }
}

function registered(actor: Actor, { id, email, role }: Account, by: By): Audited {
  return { actor, action: 'auth.register', target: { type: 'user', id }, details: { email, role, by } };
}

function shownName(name: string | undefined, email: string): string {
  return name?.trim() || (email.split('@')[0] ?? email).slice(0, limits.nameLength);
}
