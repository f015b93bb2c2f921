import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { NodesModule } from '../../nodes/nodes.module.js';
import { BackupOrdersModule } from '../orders/orders.module.js';
import { BackupTargetsModule } from '../targets/targets.module.js';
import { QueriesRepository } from './queries.repository.js';
import { QueriesService } from './queries.service.js';
import { QueryAnswersService } from './query-answers.service.js';
import { QueryCleanupService } from './query-cleanup.service.js';
import { QueryQueueingService } from './query-queueing.service.js';

/** What is read from repositories for people who wait: trees, finds, differences, and lists of snapshots. */
@Module({
  imports: [ExecutionsModule, NodesModule, BackupOrdersModule, BackupTargetsModule],
  providers: [QueriesRepository, QueriesService, QueryQueueingService, QueryAnswersService, QueryCleanupService],
  exports: [QueriesService, QueryQueueingService, QueryAnswersService, QueryCleanupService],
})
export class BackupQueriesModule {}
