import { Module } from '@nestjs/common';
import { AlertDeliveriesModule } from '../deliveries/deliveries.module.js';
import { AlertChangesRepository } from './alert-changes.repository.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';

/** What the rules found. */
@Module({
  imports: [AlertDeliveriesModule],
  controllers: [AlertsController],
  providers: [AlertChangesRepository, AlertsRepository, AlertsService],
  exports: [AlertChangesRepository, AlertsService],
})
export class AlertRecordsModule {}
