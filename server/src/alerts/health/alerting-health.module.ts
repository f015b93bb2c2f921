import { Module } from '@nestjs/common';
import { EgressModule } from '../../egress/egress.module.js';
import { OperationsModule } from '../../operations/operations.module.js';
import { ScheduledTasksModule } from '../../scheduled-tasks/scheduled-tasks.module.js';
import { AlertDeliveriesModule } from '../deliveries/deliveries.module.js';
import { AlertMetrics } from './alert-metrics.js';
import { AlertingHealthRepository } from './alerting-health.repository.js';
import { DeadManSwitch } from './dead-man-switch.js';

/** Whether alerts themselves are well, told to others than HyprBox. */
@Module({
  imports: [AlertDeliveriesModule, EgressModule, OperationsModule, ScheduledTasksModule],
  providers: [AlertMetrics, AlertingHealthRepository, DeadManSwitch],
})
export class AlertingHealthModule {}
