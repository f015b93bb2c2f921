import { Module } from '@nestjs/common';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { PresetPublishingModule } from '../presets/publishing/publishing.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { PresetTestsController } from './preset-tests.controller.js';
import { PresetTestsService } from './preset-tests.service.js';
import { TestHosts } from './test-hosts.js';
import { TestHostsRepository } from './test-hosts.repository.js';

/** Runs of drafts. */
@Module({
  imports: [ApprovalsModule, JobsModule, PresetPublishingModule, SettingsModule],
  controllers: [PresetTestsController],
  providers: [PresetTestsService, TestHosts, TestHostsRepository],
})
export class PresetTestsModule {}
