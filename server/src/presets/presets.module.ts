import { Module } from '@nestjs/common';
import { PresetFilesModule } from './files/preset-files.module.js';
import { PresetsController } from './presets.controller.js';
import { PresetsService } from './presets.service.js';
import { PresetRecordsModule } from './records/preset-records.module.js';
import { PresetVersionsModule } from './versions/preset-versions.module.js';

@Module({
  imports: [PresetFilesModule, PresetRecordsModule, PresetVersionsModule],
  controllers: [PresetsController],
  providers: [PresetsService],
  exports: [PresetsService],
})
export class PresetsModule {}
