import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccessGate } from './access-gate.js';
import { AccessGuard } from './access.guard.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { Credentials } from './credentials.js';
import { LoginFailures } from './login-failures.js';
import { LoginFailuresRepository } from './login-failures.repository.js';
import { Passwords } from './passwords.js';
import { RateCounter } from './rate-counter.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { overallLimit } from './rate-limits.js';
import { RateLimitsModule } from './rate-limits.module.js';
import { RegistrationService } from './registration.service.js';
import { RouteAccessTable } from './route-access-table.js';
import { SessionsModule } from './sessions/sessions.module.js';
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
    UsersModule,
    TokensModule,
  ],
  controllers: [AuthController],
  providers: [
    Passwords,
    LoginFailuresRepository,
    LoginFailures,
    SetupCode,
    AuthService,
    RegistrationService,
    RouteAccessTable,
    Credentials,
    AccessGate,
    StreamRecheck,
    // Every route passes these two, in this order.
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [SetupCode],
})
export class AuthModule {}
