import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { BackupRepositoriesModule } from '../repositories/repositories.module.js';
import { BackupExecutionsService } from './backup-executions.service.js';

/** What a node is told to do with a repository, and what it answers. */
@Module({
  imports: [ExecutionsModule, BackupRepositoriesModule],
  providers: [BackupExecutionsService],
  exports: [BackupExecutionsService],
})
export class BackupOrdersModule {}
