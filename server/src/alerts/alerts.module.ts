import { Module } from '@nestjs/common';
import { EvaluationModule } from './evaluation/evaluation.module.js';

/** Telling people what is wrong before their users do. */
@Module({ imports: [EvaluationModule] })
export class AlertsModule {}
