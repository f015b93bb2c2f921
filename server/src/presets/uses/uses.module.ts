import { Module } from '@nestjs/common';
import { PresetDraftsModule } from '../drafts/drafts.module.js';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { PresetUsesRegistryModule } from './uses-registry.module.js';
import { PresetUsesController } from './uses.controller.js';
import { PresetUsesService } from './uses.service.js';

/** What names a preset. */
@Module({
  imports: [PresetRecordsModule, PresetDraftsModule, PresetUsesRegistryModule],
  controllers: [PresetUsesController],
  providers: [PresetUsesService],
  exports: [PresetUsesService],
})
export class PresetUsesModule {}
