import { Module } from '@nestjs/common';
import { ActivityModule } from '../../activity/activity.module.js';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { NodesModule } from '../../nodes/nodes.module.js';
import { BackupOrdersModule } from '../orders/orders.module.js';
import { BackupPoliciesModule } from '../policies/policies.module.js';
import { BackupQueriesModule } from '../queries/queries.module.js';
import { BackupTargetsModule } from '../targets/targets.module.js';
import { RunEndsService } from './run-ends.service.js';
import { RunFollowUpsService } from './run-follow-ups.service.js';
import { RunQueueingService } from './run-queueing.service.js';
import { RunRecordsService } from './run-records.service.js';
import { RunRequestsService } from './run-requests.service.js';
import { BackupRunsController } from './runs.controller.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';

/** Backups, retention, checks, restores and drills. */
@Module({
  imports: [
    ActivityModule,
    ExecutionsModule,
    NodesModule,
    BackupPoliciesModule,
    BackupOrdersModule,
    BackupTargetsModule,
    BackupQueriesModule,
  ],
  controllers: [BackupRunsController],
  providers: [
    RunsRepository,
    RunsService,
    RunQueueingService,
    RunRequestsService,
    RunRecordsService,
    RunEndsService,
    RunFollowUpsService,
  ],
  exports: [RunsRepository, RunsService, RunQueueingService, RunRecordsService, RunEndsService],
})
export class BackupRunsModule {}
