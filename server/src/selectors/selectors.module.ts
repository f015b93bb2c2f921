import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { SavedSelectorsModule } from './saved/saved-selectors.module.js';
import { SelectorsController } from './selectors.controller.js';
import { SelectorsRepository } from './selectors.repository.js';
import { SelectorsService } from './selectors.service.js';

/** Which hosts: named, by their tags, by their platform. */
@Module({
  imports: [SettingsModule, SavedSelectorsModule],
  controllers: [SelectorsController],
  providers: [SelectorsRepository, SelectorsService],
  exports: [SelectorsService],
})
export class SelectorsModule {}
