import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { TimelineService } from './timeline.service.js';

/** Whether the database is still the one that the agents know. */
@Module({
  imports: [ActivityModule, AuditModule, OperationsModule],
  providers: [TimelineService],
  exports: [TimelineService],
})
export class TimelineModule {}
