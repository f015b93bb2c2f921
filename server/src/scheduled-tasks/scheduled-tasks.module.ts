import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { PartitionTask } from './partition-task.js';
import { ScheduledTasks } from './scheduled-tasks.js';
import { ScheduledTasksRepository } from './scheduled-tasks.repository.js';

@Module({
  imports: [SettingsModule],
  providers: [ScheduledTasksRepository, ScheduledTasks, PartitionTask],
  exports: [ScheduledTasks],
})
export class ScheduledTasksModule {}
