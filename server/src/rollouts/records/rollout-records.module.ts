import { Module } from '@nestjs/common';
import { RolloutsRepository } from './rollouts.repository.js';

/** What is stored of rollouts. */
@Module({ providers: [RolloutsRepository], exports: [RolloutsRepository] })
export class RolloutRecordsModule {}
