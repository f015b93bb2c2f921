import { Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { builtInPresetsDir, PresetCatalogue } from './preset-catalogue.js';
import { PresetsController } from './presets.controller.js';
import { PresetsService } from './presets.service.js';

@Module({
  controllers: [PresetsController],
  providers: [
    {
      provide: PresetCatalogue,
      inject: [CONFIG],
      useFactory: (config: Config) => PresetCatalogue.load(builtInPresetsDir, config.presetsDir),
    },
    PresetsService,
  ],
  exports: [PresetsService],
})
export class PresetsModule {}
