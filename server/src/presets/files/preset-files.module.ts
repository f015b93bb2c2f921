import { Module, type OnModuleInit } from '@nestjs/common';
import { builtInPresetsDir, whole } from '../preset-catalogue.js';
import { noFiles, readPresetFiles } from '../preset-files.js';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { PresetRegistrationModule } from '../registration/preset-registration.module.js';
import { FilePresetsService } from './file-presets.service.js';
import { PresetLibrary } from './preset-library.js';

/** The presets that ship with the product, and those of `HYPRBOX_PRESETS_DIR`. */
@Module({
  imports: [PresetRecordsModule, PresetRegistrationModule],
  providers: [
    {
      provide: PresetLibrary,
      useFactory: async () =>
        new PresetLibrary(whole(await readPresetFiles({ dir: builtInPresetsDir, owner: 'PRODUCT' }, noFiles))),
    },
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
