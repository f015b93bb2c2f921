import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { ApplicationMetrics } from '../../operations/application-metrics.js';

/** How long rounds of the evaluation take on this replica. */
@Injectable()
export class EvaluationMetrics implements OnModuleInit {
  private readonly durations = new Histogram({
    name: 'hyprbox_alert_evaluation_duration_seconds',
    help: 'Duration of the rounds in which this process held the rules against the fleet.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10],
    registers: [],
  });

  constructor(private readonly metrics: ApplicationMetrics) {}

  onModuleInit(): void {
    this.metrics.registry.registerMetric(this.durations);
  }

  async timed<T>(round: () => Promise<T>): Promise<T> {
    const end = this.durations.startTimer();
    try {
      return await round();
    } finally {
      end();
    }
  }
}
