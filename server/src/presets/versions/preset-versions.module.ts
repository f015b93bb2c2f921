import { Module } from '@nestjs/common';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { PresetVersionsController } from './preset-versions.controller.js';
import { PresetVersionsService } from './preset-versions.service.js';

@Module({
  imports: [PresetRecordsModule],
  controllers: [PresetVersionsController],
  providers: [PresetVersionsService],
})
export class PresetVersionsModule {}
