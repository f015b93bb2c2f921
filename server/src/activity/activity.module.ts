import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { ActivityLog } from './activity-log.js';
import { ActivityRepository } from './activity.repository.js';

@Module({
  controllers: [ActivityController],
  providers: [ActivityRepository, ActivityLog],
  exports: [ActivityLog],
})
export class ActivityModule {}
