import { Module } from '@nestjs/common';
import { PresetUsesRegistry } from './preset-uses-registry.js';

/** For the modules that keep what can name a preset. */
@Module({
  providers: [PresetUsesRegistry],
  exports: [PresetUsesRegistry],
})
export class PresetUsesRegistryModule {}
