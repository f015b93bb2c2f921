import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { BackupPoliciesModule } from '../policies/policies.module.js';
import { BackupQueriesModule } from '../queries/queries.module.js';
import { BackupTargetsModule } from '../targets/targets.module.js';
import { BackupSnapshotsController } from './snapshots.controller.js';
import { SnapshotsService } from './snapshots.service.js';

/** What is in the repositories, for people to look at. */
@Module({
  imports: [ExecutionsModule, BackupPoliciesModule, BackupTargetsModule, BackupQueriesModule],
  controllers: [BackupSnapshotsController],
  providers: [SnapshotsService],
})
export class BackupSnapshotsModule {}
