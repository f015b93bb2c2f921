import { Module } from '@nestjs/common';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { SettingsModule } from '../../settings/settings.module.js';
import { OldRolloutsRepository } from './old-rollouts.repository.js';
import { RolloutRetentionTask } from './rollout-retention.task.js';

/** How long rollouts are kept that are over. */
@Module({
  imports: [ScheduledTasksModule, SettingsModule],
  providers: [OldRolloutsRepository, RolloutRetentionTask],
})
export class RolloutRetentionModule {}
