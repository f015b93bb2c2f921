import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { ExecutionsModule } from '../executions/executions.module.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { PresetsModule } from '../presets/presets.module.js';
import { JobApprovals } from './job-approvals.js';
import { JobBatches } from './job-batches.js';
import { JobCancellingService } from './job-cancelling.service.js';
import { JobOutcomes } from './job-outcomes.js';
import { JobQueueingService } from './job-queueing.service.js';
import { JobRecords } from './job-records.js';
import { JobsController } from './jobs.controller.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';

@Module({
  imports: [ActivityModule, ApprovalsModule, ExecutionsModule, NodesModule, PresetsModule],
  controllers: [JobsController],
  providers: [
    JobsRepository,
    JobsService,
    JobRecords,
    JobApprovals,
    JobBatches,
    JobQueueingService,
    JobCancellingService,
    JobOutcomes,
  ],
  exports: [JobBatches, JobsService, JobQueueingService],
})
export class JobsModule {}
