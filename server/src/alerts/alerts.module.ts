import { Module } from '@nestjs/common';
import { AlertChannelsModule } from './channels/channels.module.js';
import { EvaluationModule } from './evaluation/evaluation.module.js';

/** What is watched for, who is told of it, and what became of that. Each folder is a module. */
@Module({
  imports: [AlertChannelsModule, EvaluationModule],
})
export class AlertsModule {}
