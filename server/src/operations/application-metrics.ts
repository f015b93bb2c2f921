import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { executionStatuses } from '@hyprbox/contracts';
import { oneOf, text } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { refusalKinds } from '../common/refusal.js';
import { OpenStreams } from '../http/open-streams.js';
import { isDatabaseAway } from '../database/database-away.js';
import { DatabaseHealth } from '../database/database-health.js';
import { poolOf } from '../database/database-pool.js';
import { bigint, integer, rawQuery } from '../database/raw-query.js';
import { productVersion } from './product-version.js';

const jobs24h = rawQuery('metrics.jobs24h', { outcome: text, count: integer });
const signInFailures24h = rawQuery('metrics.signInFailures24h', { count: integer });
const executions = rawQuery('metrics.executions', { status: oneOf(executionStatuses), count: bigint });
const connectedAgents = rawQuery('metrics.connectedAgents', { count: bigint });

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
  readonly droppedValues = new Counter({
    name: 'hyprbox_heartbeat_values_dropped_total',
    help: 'Values in heartbeats that could not be used and were left out; the rest of each was taken.',
    registers: [this.registry],
  });

  readonly unknownTimelines = new Counter({
    name: 'hyprbox_unknown_timelines_total',
    help: 'Times an agent had seen a later state than the database holds: it was put back.',
    registers: [this.registry],
  });

  readonly refused = new Counter({
    name: 'hyprbox_refused_total',
    help: 'Calls that this process refused and that may be part of an attack, by kind.',
    labelNames: ['kind'] as const,
    registers: [this.registry],
  });

  constructor(
    private readonly dataSource: DataSource,
    health: DatabaseHealth,
    streams: OpenStreams,
  ) {
    // Includes the event loop's delay (nodejs_eventloop_lag_*), memory and CPU.
    collectDefaultMetrics({ register: this.registry });
    const { registry } = this;
    for (const kind of refusalKinds) this.refused.inc({ kind }, 0);
    new Gauge({
      name: 'hyprbox_build_info',
      help: 'Always 1; which version of what runs here.',
      labelNames: ['version', 'node'] as const,
      registers: [registry],
    }).set({ version: productVersion(), node: process.versions.node }, 1);
    new Counter({
      name: 'hyprbox_database_errors_total',
      help: "What this process asked of the database and did not get because of the database's state, by cause.",
      labelNames: ['cause'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [cause, count] of health.faults) this.inc({ cause }, count);
      },
    });
    new Gauge({
      name: 'hyprbox_database_up',
      help: 'Whether the database answers this process.',
      registers: [registry],
      collect() {
        this.set(health.isAway ? 0 : 1);
      },
    });
    new Gauge({
      name: 'hyprbox_jobs_24h',
      help: 'Jobs that ended in the last 24 hours, by outcome. The same on every replica.',
      labelNames: ['outcome'],
      registers: [registry],
      collect: whileReachable(async function (this: Gauge) {
        const rows = await jobs24h.rows(
          dataSource,
          `SELECT o.outcome, count(e.id)::int AS count
           FROM (VALUES ('succeeded'), ('failed'), ('cancelled'), ('agent_lost'), ('timeout')) o(outcome)
           LEFT JOIN executions e ON e.kind = 'JOB' AND e.finished_at > now() - interval '24 hours'
             AND lower(CASE WHEN e.reason IN ('AGENT_LOST', 'TIMEOUT') THEN e.reason ELSE e.status END) = o.outcome
           GROUP BY 1`,
        );
        for (const { outcome, count } of rows) this.set({ outcome }, count);
      }),
    });
    new Gauge({
      name: 'hyprbox_sign_in_failures_24h',
      help: 'Failed sign-ins of the last 24 hours in the audit trail. The same on every replica.',
      registers: [registry],
      collect: whileReachable(async function (this: Gauge) {
        const [row] = await signInFailures24h.rows(
          dataSource,
          `SELECT count(*)::int AS count FROM audit_events
           WHERE action = 'auth.login.failed' AND at > now() - interval '24 hours'`,
        );
        this.set(row?.count ?? 0);
      }),
    });
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
        for (const [state, count] of Object.entries(poolOf(dataSource)?.counts ?? {})) this.set({ state }, count);
      },
    });
    new Gauge({
      name: 'hyprbox_executions',
      help: 'Executions that are not finished, by status.',
      labelNames: ['status'],
      registers: [registry],
      collect: whileReachable(async function (this: Gauge) {
        const rows = await executions.rows(
          dataSource,
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
        const [row] = await connectedAgents.rows(
          dataSource,
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
      leaveOut(this);
    }
  };
}

/** To reset one without labels makes it 0, which is a figure too. */
function leaveOut(gauge: Gauge): void {
  gauge.reset();
  const isPlain = Object.keys(Reflect.get(gauge, 'hashMap') ?? {}).length > 0;
  if (isPlain) gauge.remove();
}
