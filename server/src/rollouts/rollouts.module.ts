import { Module } from '@nestjs/common';
import { RolloutControlModule } from './control/rollout-control.module.js';
import { RolloutCreationModule } from './creation/rollout-creation.module.js';
import { RolloutProgressModule } from './progress/rollout-progress.module.js';
import { RolloutReadingModule } from './reading/rollout-reading.module.js';
import { RolloutRetentionModule } from './retention/rollout-retention.module.js';

/** A script on many hosts, a few at a time. */
@Module({
  imports: [
    RolloutControlModule,
    RolloutCreationModule,
    RolloutProgressModule,
    RolloutReadingModule,
    RolloutRetentionModule,
  ],
})
export class RolloutsModule {}
