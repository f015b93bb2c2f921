import { Module } from '@nestjs/common';
import { SavedSelectorsController } from './saved-selectors.controller.js';
import { SavedSelectorsRepository } from './saved-selectors.repository.js';
import { SavedSelectorsService } from './saved-selectors.service.js';

/** Selectors that have a name. */
@Module({
  controllers: [SavedSelectorsController],
  providers: [SavedSelectorsRepository, SavedSelectorsService],
})
export class SavedSelectorsModule {}
