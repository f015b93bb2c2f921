import { Module } from '@nestjs/common';
import { ScheduledTasksModule } from '../scheduled-tasks/scheduled-tasks.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { ApprovalDecisionsService } from './approval-decisions.service.js';
import { ApprovalExpiry } from './approval-expiry.js';
import { ApprovalHandlers } from './approval-handlers.js';
import { ApprovalReadingRepository } from './approval-reading.repository.js';
import { ApprovalRequests } from './approval-requests.js';
import { ApprovalRequirement } from './approval-requirement.js';
import { ApprovalTargetsRepository } from './approval-targets.repository.js';
import { ApprovalsController } from './approvals.controller.js';
import { ApprovalsRepository } from './approvals.repository.js';
import { ApprovalsService } from './approvals.service.js';
import { RecentStarts } from './recent-starts.js';

/** What another user has to agree to before it starts. It knows nothing of who starts it. */
@Module({
  imports: [ScheduledTasksModule, SettingsModule],
  controllers: [ApprovalsController],
  providers: [
    ApprovalsRepository,
    ApprovalReadingRepository,
    ApprovalTargetsRepository,
    ApprovalHandlers,
    ApprovalRequirement,
    ApprovalRequests,
    ApprovalsService,
    ApprovalDecisionsService,
    ApprovalExpiry,
    RecentStarts,
  ],
  exports: [ApprovalHandlers, ApprovalRequirement, ApprovalRequests, RecentStarts],
})
export class ApprovalsModule {}
