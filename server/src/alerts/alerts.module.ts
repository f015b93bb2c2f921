import { Module } from '@nestjs/common';
import { BeatsModule } from './beats/beats.module.js';
import { AlertChannelsModule } from './channels/channels.module.js';
import { AlertDeliveriesModule } from './deliveries/deliveries.module.js';
import { EvaluationModule } from './evaluation/evaluation.module.js';
import { AlertingHealthModule } from './health/alerting-health.module.js';
import { AlertWindowsModule } from './windows/alert-windows.module.js';

/** What is watched for, who is told of it, and what became of that. Each folder is a module. */
@Module({
  imports: [
    AlertChannelsModule,
    AlertDeliveriesModule,
    AlertWindowsModule,
    BeatsModule,
    EvaluationModule,
    AlertingHealthModule,
  ],
})
export class AlertsModule {}
