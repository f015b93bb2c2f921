import { Module } from '@nestjs/common';
import { SettingsModule } from '../../settings/settings.module.js';
import { PresetDraftsModule } from '../drafts/drafts.module.js';
import { LintingModule } from '../linting/linting.module.js';
import { PresetsModule } from '../presets.module.js';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { PresetUsesModule } from '../uses/uses.module.js';
import { DraftCheck } from './draft-check.js';
import { DraftScripts } from './draft-scripts.js';
import { PublishableDrafts } from './publishable-drafts.js';
import { PresetPublishingController } from './publishing.controller.js';
import { PresetPublishingService } from './publishing.service.js';
import { PresetRetirementService } from './retirement.service.js';
import { VersionWriter } from './version-writer.js';

/** What becomes of drafts, and of presets that nobody is to use any more. */
@Module({
  imports: [SettingsModule, PresetRecordsModule, PresetsModule, PresetDraftsModule, PresetUsesModule, LintingModule],
  controllers: [PresetPublishingController],
  providers: [
    DraftCheck,
    DraftScripts,
    PublishableDrafts,
    VersionWriter,
    PresetPublishingService,
    PresetRetirementService,
  ],
  exports: [DraftScripts],
})
export class PresetPublishingModule {}
