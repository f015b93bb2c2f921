import { Module } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { CONFIG } from '../config/config.module.js';
import { JWT_SECRET, jwtSecret } from './jwt-secret.js';
import { SessionStrategy } from './session.strategy.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

@Module({
  providers: [
    { provide: JWT_SECRET, inject: [CONFIG], useFactory: jwtSecret },
    {
      provide: JwtService,
      inject: [JWT_SECRET],
      useFactory: (secret: string) => new JwtService({ secret, signOptions: { algorithm: 'HS256' } }),
    },
    SessionsRepository,
    SessionsService,
    SessionStrategy,
  ],
  exports: [JWT_SECRET, SessionsService, SessionStrategy],
})
export class SessionsModule {}
