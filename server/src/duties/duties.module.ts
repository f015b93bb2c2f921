import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { PartitionDuty } from './partition-duty.js';
import { PeriodicDuties } from './periodic-duties.js';

@Module({
  imports: [SettingsModule],
  providers: [PeriodicDuties, PartitionDuty],
  exports: [PeriodicDuties],
})
export class DutiesModule {}
