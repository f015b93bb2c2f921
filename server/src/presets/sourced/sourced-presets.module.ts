import { Module } from '@nestjs/common';
import { PresetFilesModule } from '../files/preset-files.module.js';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { SourceReader } from './source-reader.js';
import { SourcedPresetsService } from './sourced-presets.service.js';

/** Presets that come from repositories. */
@Module({
  imports: [PresetFilesModule, PresetRecordsModule],
  providers: [SourceReader, SourcedPresetsService],
  exports: [SourceReader, SourcedPresetsService],
})
export class SourcedPresetsModule {}
