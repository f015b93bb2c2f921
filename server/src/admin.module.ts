import { Module, type DynamicModule } from '@nestjs/common';
import { AuditTrailModule } from './audit/audit-trail.module.js';
import { LoginFailuresModule } from './auth/login-failures.module.js';
import { PasswordsModule } from './auth/passwords.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Config } from './config/environment.js';
import { DatabaseModule } from './database/database.module.js';
import { entities } from './entities.js';
import { TimeModule } from './time/time.module.js';
import { UsersModule } from './users/users.module.js';
import { PasswordReset } from './admin/password-reset.js';

/** What the commands on the server's shell need of the server: no HTTP, no periodic work. */
@Module({})
export class AdminModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    return {
      module: AdminModule,
      imports: [
        ConfigModule.with(config),
        TimeModule,
        DatabaseModule.at(databaseUrl, entities),
        AuditTrailModule,
        SessionsModule,
        UsersModule,
        PasswordsModule,
        LoginFailuresModule,
      ],
      providers: [PasswordReset],
    };
  }
}
