import { Module } from '@nestjs/common';
import { TokenCheck } from './token-check.js';
import { TokenUse } from './token-use.js';
import { TokensController } from './tokens.controller.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

@Module({
  controllers: [TokensController],
  providers: [TokensRepository, TokenUse, TokenCheck, TokensService],
  exports: [TokenCheck, TokensService],
})
export class TokensModule {}
