import { Injectable, type OnModuleInit } from '@nestjs/common';
import { deliveryStatuses } from '@hyprbox/contracts';
import { Gauge } from 'prom-client';
import { ApplicationMetrics, whileReachable } from '../../operations/application-metrics.js';
import { Clock } from '../../time/clock.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { firstIdOf } from './first-id.js';

const dayMs = 24 * 60 * 60 * 1000;

@Injectable()
export class DeliveryMetrics implements OnModuleInit {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly metrics: ApplicationMetrics,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { deliveries, clock } = this;
    new Gauge({
      name: 'hyprbox_alert_deliveries',
      help: 'Messages to alert channels by status: those not over yet, and those of the last 24 hours. The same on every replica.',
      labelNames: ['status'],
      registers: [this.metrics.registry],
      collect: whileReachable(async function (this: Gauge) {
        const counts = await deliveries.countRecent(firstIdOf(new Date(clock.now().getTime() - dayMs)));
        for (const status of deliveryStatuses) {
          this.set({ status }, counts.find((each) => each.status === status)?.count ?? 0);
        }
      }),
    });
  }
}
