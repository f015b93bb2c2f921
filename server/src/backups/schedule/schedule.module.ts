import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { BackupPoliciesModule } from '../policies/policies.module.js';
import { BackupQueriesModule } from '../queries/queries.module.js';
import { BackupRepositoriesModule } from '../repositories/repositories.module.js';
import { BackupRunsModule } from '../runs/runs.module.js';
import { BackupTargetsModule } from '../targets/targets.module.js';
import { BackupScheduler } from './backup-scheduler.js';
import { DueRunsService } from './due-runs.service.js';
import { DueTargetsRepository } from './due-targets.repository.js';
import { MissedRunsService } from './missed-runs.service.js';
import { SchedulePreviewController } from './schedule-preview.controller.js';
import { ScheduleRoundService } from './schedule-round.service.js';

/** Queues runs when they are due. */
@Module({
  imports: [
    ScheduledTasksModule,
    ExecutionsModule,
    BackupRepositoriesModule,
    BackupPoliciesModule,
    BackupTargetsModule,
    BackupQueriesModule,
    BackupRunsModule,
  ],
  controllers: [SchedulePreviewController],
  providers: [DueTargetsRepository, DueRunsService, MissedRunsService, ScheduleRoundService, BackupScheduler],
})
export class BackupScheduleModule {}
