import { Module } from '@nestjs/common';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { AlertDeliveriesModule } from '../deliveries/deliveries.module.js';
import { AlertChangesRepository } from './alert-changes.repository.js';
import { AlertRetention } from './alert-retention.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';
import { CriticalAlerts } from './critical-alerts.js';

/** What the rules found. */
@Module({
  imports: [AlertDeliveriesModule, ScheduledTasksModule],
  controllers: [AlertsController],
  providers: [AlertChangesRepository, AlertRetention, AlertsRepository, AlertsService, CriticalAlerts],
  exports: [AlertChangesRepository, AlertsService, CriticalAlerts],
})
export class AlertRecordsModule {}
