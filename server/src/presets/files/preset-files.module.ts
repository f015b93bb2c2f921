import { Module, type OnModuleInit } from '@nestjs/common';
import { builtInPresetsDir, whole } from '../preset-catalogue.js';
import { noFiles, readPresetFiles, type PresetFiles } from '../preset-files.js';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { PresetRegistrationModule } from '../registration/preset-registration.module.js';
import { FilePresetsService } from './file-presets.service.js';
import { PresetLibrary } from './preset-library.js';

let shipped: Promise<PresetFiles> | null = null;

/** Read once a process, however many applications it has: what ships with the product stays as it is. */
async function shippedFiles(): Promise<PresetFiles> {
  shipped ??= readPresetFiles({ dir: builtInPresetsDir, owner: 'PRODUCT' }, noFiles);
  return whole(await shipped);
}

/** The presets that ship with the product, and those of `HYPRBOX_PRESETS_DIR`. */
@Module({
  imports: [PresetRecordsModule, PresetRegistrationModule],
  providers: [
    { provide: PresetLibrary, useFactory: async () => new PresetLibrary(await shippedFiles()) },
    FilePresetsService,
  ],
  exports: [FilePresetsService, PresetLibrary],
})
export class PresetFilesModule implements OnModuleInit {
  constructor(private readonly files: FilePresetsService) {}

  /** Before the server listens: what runs is in the database. */
  async onModuleInit(): Promise<void> {
    await this.files.start();
  }
}
