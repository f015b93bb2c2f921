import { Module } from '@nestjs/common';
import { LoginFailures } from './login-failures.js';
import { LoginFailuresRepository } from './login-failures.repository.js';
import { SessionsModule } from '../sessions/sessions.module.js';

@Module({
  imports: [SessionsModule],
  providers: [LoginFailuresRepository, LoginFailures],
  exports: [LoginFailures],
})
export class LoginFailuresModule {}
