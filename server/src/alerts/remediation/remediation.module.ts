import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/jobs.module.js';
import { AlertRecordsModule } from '../records/alert-records.module.js';
import { RemediationRepository } from './remediation.repository.js';
import { RemediationService } from './remediation.service.js';

/** Runs presets where rules say so. */
@Module({
  imports: [AlertRecordsModule, JobsModule],
  providers: [RemediationRepository, RemediationService],
  exports: [RemediationService],
})
export class RemediationModule {}
