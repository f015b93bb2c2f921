import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccessGate } from './access-gate.js';
import { AccessGuard } from './access.guard.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { ConfiguredAdmin } from './configured-admin.js';
import { Credentials } from './credentials.js';
import { LoginFailuresModule } from './login-failures.module.js';
import { OwnAccountService } from './own-account.service.js';
import { PasswordsModule } from './passwords.module.js';
import { RateCounter } from './rate-counter.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { overallLimit } from './rate-limits.js';
import { RateLimitsModule } from './rate-limits.module.js';
import { RefusalLog } from './refusals/refusal-log.js';
import { RefusalTrail } from './refusals/refusal-trail.js';
import { Refusals } from './refusals/refusals.js';
import { RefusedAgents } from './refused-agents.js';
import { RecentSignIns } from './recent-sign-ins.js';
import { RegistrationRecords } from './registration-records.js';
import { RegistrationService } from './registration.service.js';
import { RouteAccessTable } from './route-access-table.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { SignInRecords } from './sign-in-records.js';
import { StreamRecheck } from './stream-recheck.js';
import { SetupCode } from './setup-code.js';

@Module({
  imports: [
    DiscoveryModule,
    RateLimitsModule,
    ThrottlerModule.forRootAsync({
      imports: [RateLimitsModule],
      inject: [RateCounter],
      useFactory: (storage: RateCounter) => ({ throttlers: [overallLimit], storage }),
    }),
    SessionsModule,
    PasswordsModule,
    LoginFailuresModule,
    UsersModule,
    TokensModule,
  ],
  controllers: [AuthController],
  providers: [
    SetupCode,
    RecentSignIns,
    SignInRecords,
    AuthService,
    OwnAccountService,
    RegistrationRecords,
    RegistrationService,
    ConfiguredAdmin,
    RouteAccessTable,
    Credentials,
    AccessGate,
    RefusedAgents,
    RefusalTrail,
    RefusalLog,
    Refusals,
    StreamRecheck,
    // Every route passes these two, in this order.
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [SetupCode],
})
export class AuthModule {}
