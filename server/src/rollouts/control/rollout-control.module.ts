import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../../approvals/approvals.module.js';
import { RolloutProgressModule } from '../progress/rollout-progress.module.js';
import { RolloutReadingModule } from '../reading/rollout-reading.module.js';
import { ApprovedRollouts } from './approved-rollouts.js';
import { RolloutControlController } from './rollout-control.controller.js';
import { RolloutControlService } from './rollout-control.service.js';
import { RolloutResuming } from './rollout-resuming.js';

/** How people, schedules and approvals have a say in how rollouts go on. */
@Module({
  imports: [ApprovalsModule, RolloutProgressModule, RolloutReadingModule],
  controllers: [RolloutControlController],
  providers: [RolloutControlService, RolloutResuming, ApprovedRollouts],
  exports: [RolloutControlService],
})
export class RolloutControlModule {}
