import { Module } from '@nestjs/common';
import { PresetDraftsRepository } from './preset-drafts.repository.js';
import { PresetVersionsRepository } from './preset-versions.repository.js';
import { PresetsRepository } from './presets.repository.js';

/** What is kept of presets, whatever they come from. */
@Module({
  providers: [PresetDraftsRepository, PresetVersionsRepository, PresetsRepository],
  exports: [PresetDraftsRepository, PresetVersionsRepository, PresetsRepository],
})
export class PresetRecordsModule {}
