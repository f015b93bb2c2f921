import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { RepositoriesRepository } from './repositories.repository.js';
import { RepositoryLocksRepository } from './repository-locks.repository.js';
import { RepositoryLocksService } from './repository-locks.service.js';

/** The repositories that backups go to: what is known of each, and the lock on it. */
@Module({
  imports: [ExecutionsModule],
  providers: [RepositoriesRepository, RepositoryLocksRepository, RepositoryLocksService],
  exports: [RepositoriesRepository, RepositoryLocksService],
})
export class BackupRepositoriesModule {}
