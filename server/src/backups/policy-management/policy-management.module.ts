import { Module } from '@nestjs/common';
import { BackupPoliciesModule } from '../policies/policies.module.js';
import { BackupRepositoriesModule } from '../repositories/repositories.module.js';
import { BackupRunsModule } from '../runs/runs.module.js';
import { BackupTargetsModule } from '../targets/targets.module.js';
import { BackupPoliciesController } from './policies.controller.js';
import { PolicyChangesService } from './policy-changes.service.js';
import { PolicyReadingService } from './policy-reading.service.js';
import { ProtectedPoliciesRepository } from './protected-policies.repository.js';
import { RepositoryAcceptanceService } from './repository-acceptance.service.js';

/** What operators do to policies, with all that follows from it. */
@Module({
  imports: [BackupRepositoriesModule, BackupPoliciesModule, BackupTargetsModule, BackupRunsModule],
  controllers: [BackupPoliciesController],
  providers: [ProtectedPoliciesRepository, PolicyReadingService, PolicyChangesService, RepositoryAcceptanceService],
})
export class BackupPolicyManagementModule {}
