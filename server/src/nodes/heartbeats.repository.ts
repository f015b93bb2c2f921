import { Injectable } from '@nestjs/common';
import { metricNames, type MetricName } from '@hyprbox/contracts';
import { DataSource, In, IsNull, Not } from 'typeorm';
import { flag, listOf, nullable, number, oneOf, text } from '@hyprbox/contracts/schemas';
import { json, rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { NodeChange, SampleRow } from './heartbeat-batch.js';
import { figureColumns } from './metric-columns.js';
import { NodeEntity } from './node.entity.js';
import { levels } from './node-status.js';
import { silenceSql } from './node-status.sql.js';
import type { Reading } from './recent-readings.js';

const sampleColumns = metricNames.map((name) => figureColumns[name].column);
const instant = (sql: string): string => `timestamptz 'epoch' + ${sql} * interval '1 millisecond'`;

/** The rows of all samples of a batch: one array a column, so that the statement is the same for any number. */
const insertSql = `INSERT INTO heartbeats (node_id, at, ${sampleColumns.join(', ')}, filesystems, late)
  SELECT s.node_id, ${instant('s.at')}, ${sampleColumns.map((column) => `s.${column}`).join(', ')},
    nullif(s.filesystems, 'null'), s.late
  FROM ROWS FROM (
    unnest($1::text[], $2::bigint[], $4::boolean[], ${metricNames.map((name, index) => `$${index + 5}::${figureColumns[name].type}[]`).join(', ')}),
    jsonb_array_elements($3::jsonb)
  ) AS s(node_id, at, late, ${sampleColumns.join(', ')}, filesystems)
  ON CONFLICT (node_id, at) DO NOTHING`;

const lockedNode = rawQuery('heartbeats.lock', {
  id: text,
  tags: listOf(text),
  /** Whether it is not silent. */
  isHeard: flag,
  machineId: nullable(text),
  bootId: nullable(text),
  previousBootId: nullable(text),
  recent: json<Reading[]>(),
  level: nullable(oneOf(levels)),
  levelSince: nullable(timestamp),
  /** Whether it had been reported as silent. */
  wasSilent: flag,
  sampleCredit: nullable(number),
  /** Since it was last heard. */
  secondsSince: nullable(number),
  /** By the database's clock. */
  now: timestamp,
});

/** What is known of a node while its row is locked. */
export type LockedNode = RowOf<typeof lockedNode>;

const now = rawQuery('heartbeats.now', { now: timestamp });

/** The rows are locked in the order of their ids, so that two servers can't wait for each other. */
const lockSql = `SELECT id, tags, coalesce(last_seen_at > clock_timestamp() - ${silenceSql} * interval '1 second', false) AS "isHeard",
    machine_id AS "machineId", boot_id AS "bootId",
    previous_boot_id AS "previousBootId", recent, level, level_since AS "levelSince", reported_offline_at IS NOT NULL AS "wasSilent",
    sample_credit AS "sampleCredit", extract(epoch FROM clock_timestamp() - last_seen_at)::float8 AS "secondsSince",
    clock_timestamp()::timestamptz(3) AS now
  FROM nodes WHERE id = ANY($1) AND decommissioned_at IS NULL ORDER BY id FOR NO KEY UPDATE`;

const updateSql = `UPDATE nodes n SET
    hostname = b.hostname,
    agent_version = coalesce(b."agentVersion", n.agent_version),
    interval_seconds = b."intervalSeconds",
    last_seen_at = b."seenAt",
    heard_since = CASE WHEN n.reported_offline_at IS NULL THEN coalesce(n.heard_since, b."seenAt") ELSE b."seenAt" END,
    reported_offline_at = NULL,
    machine_id = coalesce(b.machine ->> 'id', n.machine_id),
    boot_id = coalesce(b.machine ->> 'bootId', n.boot_id),
    previous_boot_id = CASE WHEN b.machine ->> 'bootId' <> n.boot_id THEN n.boot_id ELSE n.previous_boot_id END,
    inventory = CASE WHEN b.inventory IS NULL THEN n.inventory ELSE n.inventory || b.inventory END,
    metrics = b.metrics,
    metrics_at = ${instant('b.at')},
    cpu_pct = (b.metrics ->> 'cpuPct')::float8,
    mem_pct = (b.metrics ->> 'memPct')::float8,
    disk_pct = (b.metrics ->> 'diskPct')::float8,
    filesystem_pct = (b.fullest ->> 'filesystemPct')::float8,
    inodes_pct = (b.fullest ->> 'inodesPct')::float8,
    recent = b.recent,
    minute_cpu_pct = (b.minute ->> 'cpuPct')::float8,
    minute_mem_pct = (b.minute ->> 'memPct')::float8,
    minute_disk_pct = (b.minute ->> 'diskPct')::float8,
    level = b.level,
    level_since = b."levelSince",
    sample_credit = b."sampleCredit"
  FROM jsonb_to_recordset($1::jsonb) AS b(id text, hostname text, "agentVersion" text, "intervalSeconds" integer,
    inventory jsonb, machine jsonb, "seenAt" timestamptz, at bigint, metrics jsonb, fullest jsonb, recent jsonb, minute jsonb, level text,
    "levelSince" timestamptz, "sampleCredit" float8)
  WHERE n.id = b.id`;

@Injectable()
export class HeartbeatsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Locks the nodes that are there; the others are unknown or decommissioned. */
  async lock(tx: Transaction, ids: readonly string[]): Promise<Map<string, LockedNode>> {
    const rows = await lockedNode.rows(tx.manager, lockSql, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async updateNodes(tx: Transaction, changes: Iterable<NodeChange>): Promise<void> {
    await tx.manager.query(updateSql, [JSON.stringify([...changes])]);
  }

  /** The time that it is, not that of the transaction's beginning. */
  async now(tx: Transaction): Promise<Date> {
    const [row] = await now.rows(tx.manager, 'SELECT clock_timestamp() AS now');
    return row?.now ?? new Date(0);
  }

  /** A sample that is there already, by its node and time, stays as it is. */
  async insertSamples(tx: Transaction, samples: readonly SampleRow[]): Promise<void> {
    await tx.manager.query(insertSql, [
      arrayOf(samples, ({ nodeId }) => `"${nodeId}"`),
      arrayOf(samples, ({ at }) => at),
      JSON.stringify(samples.map(({ metrics }) => metrics.filesystems ?? null)),
      arrayOf(samples, ({ late }) => (late ? 't' : 'f')),
      ...metricNames.map((name) => arrayOf(samples, figureOf(name))),
    ]);
  }

  /** Marks the hours of late samples, anew where they are marked, so that they are rolled up again. */
  async markLate(tx: Transaction, late: readonly { nodeId: string; hour: Date }[]): Promise<void> {
    await tx.manager.query(
      `INSERT INTO rollup_backlog (node_id, at) SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS late(node_id, at)
       ORDER BY 2, 1 ON CONFLICT (node_id, at) DO UPDATE SET at = excluded.at`,
      [late.map(({ nodeId }) => nodeId), late.map(({ hour }) => hour)],
    );
  }

  /** Those of the nodes that were decommissioned. */
  async decommissioned(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.dataSource.manager.find(NodeEntity, {
      select: { id: true },
      where: { id: In([...ids]), decommissionedAt: Not(IsNull()) },
    });
    return new Set(rows.map(({ id }) => id));
  }
}

type Figure = (sample: SampleRow) => number | string;

function figureOf(name: MetricName): Figure {
  // The only whole-number column whose reading may have a fraction.
  if (name === 'uptimeSeconds')
    return ({ metrics }) => (metrics[name] === undefined ? 'NULL' : Math.floor(metrics[name]));
  return ({ metrics }) => metrics[name] ?? 'NULL';
}

/** PostgreSQL's text form of an array. Written here, as the driver would look at each number for quotes to escape. */
function arrayOf(samples: readonly SampleRow[], element: Figure): string {
  let text = '{';
  for (const sample of samples) text += text.length === 1 ? element(sample) : `,${element(sample)}`;
  return `${text}}`;
}
