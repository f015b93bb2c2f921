import { Module } from '@nestjs/common';
import { BackupOutcomesModule } from './outcomes/outcomes.module.js';
import { BackupPolicyManagementModule } from './policy-management/policy-management.module.js';
import { BackupProtectionModule } from './protection/protection.module.js';
import { BackupRunsModule } from './runs/runs.module.js';
import { BackupScheduleModule } from './schedule/schedule.module.js';
import { BackupSnapshotsModule } from './snapshots/snapshots.module.js';

/**
 * Backups with restic: what is to be backed up, what was, and what was proven to restore. Each folder is a module, and
 * they import each other one way: repositories, policies, orders, targets, queries, runs, and what is built on these.
 */
@Module({
  imports: [
    BackupPolicyManagementModule,
    BackupSnapshotsModule,
    BackupRunsModule,
    BackupProtectionModule,
    BackupScheduleModule,
    BackupOutcomesModule,
  ],
})
export class BackupsModule {}
