import { Injectable, type OnModuleInit } from '@nestjs/common';
import { alertStates } from '@hyprbox/contracts';
import { Gauge } from 'prom-client';
import { ApplicationMetrics, whileReachable } from '../../operations/application-metrics.js';
import { AlertingHealthRepository } from './alerting-health.repository.js';

const openStates = alertStates.filter((state) => state !== 'RESOLVED');

/** What Prometheus is told of the alerts. */
@Injectable()
export class AlertMetrics implements OnModuleInit {
  constructor(
    private readonly health: AlertingHealthRepository,
    private readonly metrics: ApplicationMetrics,
  ) {}

  onModuleInit(): void {
    const { health } = this;
    const registers = [this.metrics.registry];
    new Gauge({
      name: 'hyprbox_alert_evaluation_age_seconds',
      help: 'How long ago a replica held the rules against the fleet. The same on every replica. Absent before the first time.',
      registers,
      collect: whileReachable(async function (this: Gauge) {
        const seconds = await health.evaluationAgeSeconds();
        if (seconds === null) this.remove();
        else this.set(seconds);
      }),
    });
    new Gauge({
      name: 'hyprbox_alerts',
      help: 'Alerts that are not over, by state. The same on every replica.',
      labelNames: ['state'],
      registers,
      collect: whileReachable(async function (this: Gauge) {
        const counts = await health.openAlerts();
        for (const state of openStates) this.set({ state }, counts.find((each) => each.state === state)?.count ?? 0);
      }),
    });
  }
}
