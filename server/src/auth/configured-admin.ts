import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../identity/principal.js';
import { AccountsService, type Account } from '../users/accounts.service.js';
import { passwordWeakness } from './password-strength.js';
import { Passwords } from './passwords.js';
import { registered } from './registration-records.js';
import { shownName } from './shown-name.js';

/** The admin that the environment names, unless there is an account: the first one is an admin, and one always stays. */
@Injectable()
export class ConfiguredAdmin implements OnApplicationBootstrap {
  private readonly logger = new Logger('Accounts');

  constructor(
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly work: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { admin } = this.config;
    if (!admin || (await this.accounts.anyExists())) return;
    const { email } = admin;
    // A server that starts by itself must not stay away for it.
    const weakness = passwordWeakness(admin.password, { email, name: shownName(undefined, email) });
    if (weakness !== null) this.logger.warn(`HYPRBOX_ADMIN_PASSWORD ${weakness}. Change it after the first sign-in.`);
    const passwordHash = await this.passwords.hash(admin.password, 'environment');
    const account = await this.work.run<Account | null>(
      (created) => created && registered(systemActor, created, 'environment'),
      (tx) => this.accounts.createFirst(tx, { email, name: shownName(undefined, email), role: 'ADMIN', passwordHash }),
    );
    if (account) this.logger.log(`Created the admin ${email} from HYPRBOX_ADMIN_EMAIL and HYPRBOX_ADMIN_PASSWORD.`);
  }
}
