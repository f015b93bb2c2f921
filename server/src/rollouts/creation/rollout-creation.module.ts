import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../../approvals/approvals.module.js';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { PresetsModule } from '../../presets/presets.module.js';
import { SelectorsModule } from '../../selectors/selectors.module.js';
import { RolloutReadingModule } from '../reading/rollout-reading.module.js';
import { RolloutRecordsModule } from '../records/rollout-records.module.js';
import { HostAvailability } from './host-availability.js';
import { HostAvailabilityRepository } from './host-availability.repository.js';
import { RetriesRepository } from './retries.repository.js';
import { RolloutApprovals } from './rollout-approvals.js';
import { RolloutCreationService } from './rollout-creation.service.js';
import { RolloutFreezing } from './rollout-freezing.js';
import { RolloutOrdersController } from './rollout-orders.controller.js';
import { RolloutOrdersService } from './rollout-orders.service.js';
import { RolloutPlansService } from './rollout-plans.service.js';
import { RolloutRetriesService } from './rollout-retries.service.js';
import { ScriptFreezing } from './script-freezing.js';

/** Where rollouts begin. */
@Module({
  imports: [
    ApprovalsModule,
    ExecutionsModule,
    PresetsModule,
    SelectorsModule,
    RolloutReadingModule,
    RolloutRecordsModule,
  ],
  controllers: [RolloutOrdersController],
  providers: [
    ScriptFreezing,
    RolloutFreezing,
    RolloutApprovals,
    RolloutCreationService,
    HostAvailabilityRepository,
    HostAvailability,
    RolloutPlansService,
    RolloutOrdersService,
    RetriesRepository,
    RolloutRetriesService,
  ],
  exports: [RolloutCreationService],
})
export class RolloutCreationModule {}
