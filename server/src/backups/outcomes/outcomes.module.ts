import { Module } from '@nestjs/common';
import { ExecutionsModule } from '../../executions/executions.module.js';
import { BackupQueriesModule } from '../queries/queries.module.js';
import { BackupRepositoriesModule } from '../repositories/repositories.module.js';
import { BackupRunsModule } from '../runs/runs.module.js';
import { BackupOutcomesService } from './backup-outcomes.service.js';
import { BackupResultsService } from './backup-results.service.js';

/** What follows when a node has done, or answered, what it was told. */
@Module({
  imports: [ExecutionsModule, BackupRepositoriesModule, BackupQueriesModule, BackupRunsModule],
  providers: [BackupResultsService, BackupOutcomesService],
})
export class BackupOutcomesModule {}
