import { Module } from '@nestjs/common';
import { BackupPoliciesModule } from '../policies/policies.module.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { TargetsRepository } from './targets.repository.js';
import { TargetsService } from './targets.service.js';

/** The nodes that policies cover: when each is due, and what is known of its backups. */
@Module({
  imports: [BackupPoliciesModule],
  providers: [TargetsRepository, TargetsService, SnapshotsRepository],
  exports: [TargetsRepository, TargetsService, SnapshotsRepository],
})
export class BackupTargetsModule {}
