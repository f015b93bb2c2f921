import { Module } from '@nestjs/common';
import { PresetFilesModule } from '../files/preset-files.module.js';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { DraftReader } from './draft-reader.js';
import { PresetDraftsController } from './drafts.controller.js';
import { PresetDraftsService } from './drafts.service.js';
import { StaleDrafts } from './stale-drafts.js';

/** What is written and not published yet. */
@Module({
  imports: [PresetRecordsModule, PresetFilesModule],
  controllers: [PresetDraftsController],
  providers: [PresetDraftsService, StaleDrafts, DraftReader],
  exports: [StaleDrafts, DraftReader],
})
export class PresetDraftsModule {}
