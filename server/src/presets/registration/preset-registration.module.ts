import { Module } from '@nestjs/common';
import { PresetRecordsModule } from '../records/preset-records.module.js';
import { PresetRegistration } from './preset-registration.service.js';

/** Presets that come from files. */
@Module({
  imports: [PresetRecordsModule],
  providers: [PresetRegistration],
  exports: [PresetRegistration],
})
export class PresetRegistrationModule {}
