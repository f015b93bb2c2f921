import { Module } from '@nestjs/common';
import { PresetSourcesRepository } from './preset-sources.repository.js';
import { SourceClaimsRepository } from './source-claims.repository.js';

/** What is kept of repositories that bring presets. */
@Module({
  providers: [PresetSourcesRepository, SourceClaimsRepository],
  exports: [PresetSourcesRepository, SourceClaimsRepository],
})
export class PresetSourceRecordsModule {}
