import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { RolloutRecordsModule } from '../records/rollout-records.module.js';
import { ExportedHosts } from './exported-hosts.js';
import { RolloutArchive } from './rollout-archive.js';
import { RolloutDetailsRepository } from './rollout-details.repository.js';
import { RolloutExportsController } from './rollout-exports.controller.js';
import { RolloutFeed } from './rollout-feed.js';
import { RolloutNdjson } from './rollout-ndjson.js';
import { RolloutOutputsRepository } from './rollout-outputs.repository.js';
import { RolloutOutputsService } from './rollout-outputs.service.js';
import { RolloutStreamController } from './rollout-stream.controller.js';
import { RolloutSummariesRepository } from './rollout-summaries.repository.js';
import { RolloutTargetsRepository } from './rollout-targets.repository.js';
import { RolloutsController } from './rollouts.controller.js';
import { RolloutsService } from './rollouts.service.js';

/** How rollouts are and what they printed. */
@Module({
  imports: [ExecutionsModule, RolloutRecordsModule],
  controllers: [RolloutsController, RolloutExportsController, RolloutStreamController],
  providers: [
    RolloutSummariesRepository,
    RolloutDetailsRepository,
    RolloutTargetsRepository,
    RolloutsService,
    RolloutOutputsRepository,
    RolloutOutputsService,
    ExportedHosts,
    RolloutNdjson,
    RolloutArchive,
    RolloutFeed,
  ],
  exports: [RolloutsService],
})
export class RolloutReadingModule {}
