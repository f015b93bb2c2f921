import { Injectable } from '@nestjs/common';
import { metricNames, type MetricName } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import type { NodeChange, SampleRow } from './heartbeat-batch.js';
import { figureColumns } from './metric-columns.js';

export interface UpdatedNode {
  id: string;
  tags: string[];
  /** Whether the change's sample is the node's latest now. */
  isLatest: boolean;
  /** Whether it had been reported as silent. */
  wasSilent: boolean;
}

const sampleColumns = metricNames.map((name) => figureColumns[name].column);
const instant = (sql: string): string => `timestamptz 'epoch' + ${sql} * interval '1 millisecond'`;

/** The rows of all samples of a batch: one array a column, so that the statement is the same for any number. */
const insertSql = `INSERT INTO heartbeats (node_id, at, ${sampleColumns.join(', ')}, filesystems)
  SELECT s.node_id, ${instant('s.at')}, ${sampleColumns.map((column) => `s.${column}`).join(', ')},
    nullif(s.filesystems, 'null')
  FROM ROWS FROM (
    unnest($1::text[], $2::bigint[], ${metricNames.map((name, index) => `$${index + 4}::${figureColumns[name].type}[]`).join(', ')}),
    jsonb_array_elements($3::jsonb)
  ) AS s(node_id, at, ${sampleColumns.join(', ')}, filesystems)
  ON CONFLICT (node_id, at) DO NOTHING`;

/** The rows are locked in the order of their ids, so that two servers can't wait for each other. */
const updateSql = `WITH beat AS MATERIALIZED (
    SELECT id, hostname, "agentVersion" AS agent_version, "intervalSeconds" AS interval_seconds, inventory, metrics,
      ${instant('at')} AS at
    FROM jsonb_to_recordset($1::jsonb) AS b(id text, hostname text, "agentVersion" text, "intervalSeconds" integer,
      inventory jsonb, at bigint, metrics jsonb)
  ), held AS MATERIALIZED (
    SELECT id, reported_offline_at IS NOT NULL AS was_silent FROM nodes
    WHERE id IN (SELECT id FROM beat) AND decommissioned_at IS NULL ORDER BY id FOR NO KEY UPDATE
  )
  UPDATE nodes n SET
    hostname = b.hostname,
    agent_version = coalesce(b.agent_version, n.agent_version),
    interval_seconds = b.interval_seconds,
    last_seen_at = $2,
    reported_offline_at = NULL,
    inventory = CASE WHEN b.inventory IS NULL THEN n.inventory ELSE n.inventory || b.inventory END,
    (metrics, metrics_at, cpu_pct, mem_pct, disk_pct) = (
      SELECT CASE WHEN is_newer THEN b.metrics ELSE n.metrics END,
        CASE WHEN is_newer THEN b.at ELSE n.metrics_at END,
        CASE WHEN is_newer THEN (b.metrics ->> 'cpuPct')::float8 ELSE n.cpu_pct END,
        CASE WHEN is_newer THEN (b.metrics ->> 'memPct')::float8 ELSE n.mem_pct END,
        CASE WHEN is_newer THEN (b.metrics ->> 'diskPct')::float8 ELSE n.disk_pct END
      FROM (VALUES (b.at >= coalesce(n.metrics_at, '-infinity'))) AS newer(is_newer)
    )
  FROM beat b JOIN held h USING (id)
  WHERE n.id = h.id
  RETURNING n.id, n.tags, n.metrics_at = b.at AS "isLatest", h.was_silent AS "wasSilent"`;

@Injectable()
export class HeartbeatsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns the nodes that were there; the others are unknown or decommissioned */
  async updateNodes(tx: Transaction, changes: Iterable<NodeChange>, seenAt: Date): Promise<UpdatedNode[]> {
    const [rows]: [UpdatedNode[], number] = await tx.manager.query(updateSql, [JSON.stringify([...changes]), seenAt]);
    return rows;
  }

  /** A sample that is there already, by its node and time, stays as it is. */
  async insertSamples(tx: Transaction, samples: readonly SampleRow[]): Promise<void> {
    await tx.manager.query(insertSql, [
      arrayOf(samples, ({ nodeId }) => `"${nodeId}"`),
      arrayOf(samples, ({ at }) => at),
      JSON.stringify(samples.map(({ metrics }) => metrics.filesystems ?? null)),
      ...metricNames.map((name) => arrayOf(samples, figureOf(name))),
    ]);
  }

  /** Marks the hours of late samples, so that they are rolled up again. */
  async markLate(tx: Transaction, late: readonly { nodeId: string; hour: Date }[]): Promise<void> {
    await tx.manager.query(
      `INSERT INTO rollup_backlog (node_id, at) SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS late(node_id, at)
       ORDER BY 2, 1 ON CONFLICT DO NOTHING`,
      [late.map(({ nodeId }) => nodeId), late.map(({ hour }) => hour)],
    );
  }

  /** Those of the nodes that were decommissioned. */
  async decommissioned(ids: readonly string[]): Promise<Set<string>> {
    const rows: { id: string }[] = await this.dataSource.query(
      'SELECT id FROM nodes WHERE id = ANY($1) AND decommissioned_at IS NOT NULL',
      [ids],
    );
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
