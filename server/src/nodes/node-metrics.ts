import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { ApplicationMetrics, whileReachable } from '../operations/application-metrics.js';
import { NodesService } from './nodes.service.js';

/** What Prometheus is told of the fleet. */
@Injectable()
export class NodeMetrics implements OnModuleInit {
  constructor(
    private readonly nodes: NodesService,
    private readonly metrics: ApplicationMetrics,
  ) {}

  onModuleInit(): void {
    const { nodes } = this;
    new Gauge({
      name: 'hyprbox_nodes',
      help: 'Nodes by status. The same on every replica.',
      labelNames: ['status'],
      registers: [this.metrics.registry],
      collect: whileReachable(async function (this: Gauge) {
        const { byStatus } = await nodes.summary({});
        for (const [status, count] of Object.entries(byStatus)) this.set({ status }, count);
      }),
    });
  }
}
