import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { ExecutionsModule } from '../executions/executions.module.js';
import { NodesModule } from '../nodes/nodes.module.js';
import { PresetsModule } from '../presets/presets.module.js';
import { AgentJobsController } from './agent-jobs.controller.js';
import { JobOutcomes } from './job-outcomes.js';
import { JobQueueing } from './job-queueing.service.js';
import { JobsController } from './jobs.controller.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';

@Module({
  imports: [ActivityModule, ExecutionsModule, NodesModule, PresetsModule],
  // The agent's `jobs/pending` must be matched before `jobs/:id`.
  controllers: [AgentJobsController, JobsController],
  providers: [JobsRepository, JobsService, JobQueueing, JobOutcomes],
})
export class JobsModule {}
