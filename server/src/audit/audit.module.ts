import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ScheduledTasksModule } from '../scheduled-tasks/scheduled-tasks.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { AuditHead } from './audit-head.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';

@Module({
  imports: [ScheduledTasksModule, OperationsModule, SessionsModule],
  controllers: [AuditController],
  providers: [AuditHead, AuditRepository, AuditService],
  exports: [AuditService],
})
export class AuditModule {}
