import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { AgentExecutionsController } from './agent-executions.controller.js';
import { CancelOrders } from './cancel-orders.js';
import { ClaimsRepository } from './claims.repository.js';
import { DeliveredOutput } from './delivered-output.js';
import { DeliveriesService } from './deliveries.service.js';
import { EndedOutputs } from './ended-outputs.js';
import { EndedOutputsRepository } from './ended-outputs.repository.js';
import { ExecutionBatches } from './execution-batches.js';
import { ExecutionBatchesRepository } from './execution-batches.repository.js';
import { ExecutionClaimsService } from './execution-claims.service.js';
import { ExecutionKinds } from './execution-kinds.js';
import { ExecutionsRepository } from './executions.repository.js';
import { ExecutionsService } from './executions.service.js';
import { ExpiredExecutions } from './expired-executions.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
import { Inability } from './inability.js';
import { LeaseTask } from './lease-task.js';
import { LeasesRepository } from './leases.repository.js';
import { LeasesService } from './leases.service.js';
import { LostExecutions } from './lost-executions.js';
import { MergedOutput } from './merged-output.js';
import { OrdersService } from './orders.service.js';
import { OutputReader } from './output-reader.js';
import { OutputRepository } from './output.repository.js';
import { QueueExpiryRepository } from './queue-expiry.repository.js';
import { ReplicaPresence } from './replica-presence.js';
import { ReplicasRepository } from './replicas.repository.js';
import { ScheduledTasksModule } from '../scheduled-tasks/scheduled-tasks.module.js';
import { TimelineModule } from '../timeline/timeline.module.js';
import { WorkClaimsService } from './work-claims.service.js';

/** Claim, lease, attempt, cancel and output of whatever is handed to a node. */
@Module({
  imports: [ActivityModule, ScheduledTasksModule, TimelineModule],
  controllers: [AgentExecutionsController],
  providers: [
    ExecutionsRepository,
    OutputRepository,
    ExecutionKinds,
    ExecutionsService,
    ExecutionBatchesRepository,
    ExecutionBatches,
    IdempotencyKeysRepository,
    OrdersService,
    ClaimsRepository,
    ExecutionClaimsService,
    CancelOrders,
    WorkClaimsService,
    DeliveredOutput,
    DeliveriesService,
    Inability,
    LeasesRepository,
    ReplicasRepository,
    LeasesService,
    ReplicaPresence,
    LostExecutions,
    QueueExpiryRepository,
    ExpiredExecutions,
    LeaseTask,
    OutputReader,
    MergedOutput,
    EndedOutputsRepository,
    EndedOutputs,
  ],
  exports: [
    EndedOutputs,
    ExecutionBatches,
    ExecutionKinds,
    ExecutionsService,
    OrdersService,
    OutputReader,
    MergedOutput,
  ],
})
export class ExecutionsModule {}
