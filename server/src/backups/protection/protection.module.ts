import { Module } from '@nestjs/common';
import { OperationsModule } from '../../operations/operations.module.js';
import { BackupMetrics } from './backup-metrics.js';
import { BackupStandingsController } from './protection-status.controller.js';
import { ProtectionStatusRepository } from './protection-status.repository.js';
import { ProtectionStatusService } from './protection-status.service.js';
import { RecentBackupsRepository } from './recent-backups.repository.js';

/** Which nodes are protected, and how well. */
@Module({
  imports: [OperationsModule],
  controllers: [BackupStandingsController],
  providers: [ProtectionStatusRepository, ProtectionStatusService, RecentBackupsRepository, BackupMetrics],
})
export class BackupProtectionModule {}
