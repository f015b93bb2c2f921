import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { DataSource } from 'typeorm';
import { OpenStreams } from '../http/open-streams.js';
import { isDatabaseAway } from '../database/database-away.js';
import { countedPool } from './database-pool.js';

/** What the server tells Prometheus about itself. */
@Injectable()
export class ApplicationMetrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'hyprbox_http_request_duration_seconds',
    help: 'Duration of HTTP requests by route; waiting requests and streams are left out.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  readonly heartbeats = new Counter({
    name: 'hyprbox_heartbeats_total',
    help: 'Heartbeats that this process has committed.',
    registers: [this.registry],
  });

  constructor(
    private readonly dataSource: DataSource,
    streams: OpenStreams,
  ) {
    // Includes the event loop's delay (nodejs_eventloop_lag_*), memory and CPU.
    collectDefaultMetrics({ register: this.registry });
    const { registry } = this;
    new Gauge({
      name: 'hyprbox_open_streams',
      help: 'Open event streams and waiting requests of agents.',
      registers: [registry],
      collect() {
        this.set(streams.count);
      },
    });
    new Gauge({
      name: 'hyprbox_database_pool_connections',
      help: 'Connections of the database pool by state.',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const pool = countedPool(dataSource);
        if (!pool) return;
        this.set({ state: 'open' }, pool.totalCount);
        this.set({ state: 'idle' }, pool.idleCount);
        this.set({ state: 'waiting' }, pool.waitingCount);
      },
    });
    new Gauge({
      name: 'hyprbox_executions',
      help: 'Executions that are not finished, by status.',
      labelNames: ['status'],
      registers: [registry],
      collect: whileReachable(async function (this: Gauge) {
        const rows: { status: string; count: string }[] = await dataSource.query(
          `SELECT s.status, count(e.id) AS count FROM (VALUES ('QUEUED'), ('RUNNING')) s(status)
           LEFT JOIN executions e ON e.status = s.status AND e.status IN ('QUEUED', 'RUNNING') GROUP BY 1`,
        );
        for (const { status, count } of rows) this.set({ status }, Number(count));
      }),
    });
    new Gauge({
      name: 'hyprbox_connected_agents',
      help: 'Nodes whose agent has been heard within three of its intervals.',
      registers: [registry],
      collect: whileReachable(async function (this: Gauge) {
        const [row]: { count: string }[] = await dataSource.query(
          `SELECT count(*) AS count FROM nodes WHERE decommissioned_at IS NULL
           AND last_seen_at > now() - least(greatest(interval_seconds * 3, 30), 600) * interval '1 second'`,
        );
        this.set(Number(row?.count ?? 0));
      }),
    });
  }
}

/** Without the database its figures are left out, and the process still tells of itself. */
export function whileReachable(collect: (this: Gauge) => Promise<void>): (this: Gauge) => Promise<void> {
  return async function () {
    try {
      await collect.call(this);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      this.reset();
    }
  };
}
