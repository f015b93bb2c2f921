import { Injectable } from '@nestjs/common';
import { historyMetricNames, type HistoryMetricName, type MetricCondition, type Selector } from '@hyprbox/contracts';
import { flag, nullable, number, text } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import { figureColumns } from '../../nodes/metric-columns.js';
import { selectorSql } from '../../selectors/selector.sql.js';
import { likePattern } from './metric.sql.js';

const worst = rawQuery('pastFigures.worst', { id: text, isBeyond: flag });
const figures = rawQuery('pastFigures.find', {
  id: text,
  mount: nullable(text),
  at: timestamp,
  value: nullable(number),
});

export type WorstHost = RowOf<typeof worst>;
export type PastFigure = RowOf<typeof figures>;

/** A figure that is rolled up, as a metric of rules is made of it. */
const rolledUp: Readonly<Partial<Record<MetricCondition['metric'], HistoryMetricName>>> = {
  ...Object.fromEntries(historyMetricNames.map((name) => [name, name])),
  load1PerCore: 'load1',
};
const cores = `nullif((n.inventory ->> 'cpuCores')::float8, 0)`;

/** What is stored of the past, for rules that are only tried. */
@Injectable()
export class PastFiguresRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The hosts that were worst in the last 7 days, the worst first, and whether they were beyond the threshold. */
  worstHosts(selector: Selector, condition: MetricCondition, count: number): Promise<WorstHost[]> {
    const { metric, op, fire } = condition;
    const parameters: unknown[] = [count, fire];
    const selected = selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n');
    const name = rolledUp[metric];
    const order = op === '>' ? 'DESC' : 'ASC';
    const from =
      name === undefined
        ? // Only of what is rolled up the past of the whole fleet can be read; else what is worst now was so before.
          `SELECT n.id, ${latestSql(metric, op)} AS value FROM nodes n WHERE n.decommissioned_at IS NULL AND ${selected}`
        : `SELECT n.id, ${op === '>' ? 'max' : 'min'}(r.${figureColumns[name].column}_${op === '>' ? 'max' : 'min'})
             ${metric === 'load1PerCore' ? `/ min(${cores})` : ''} AS value
           FROM nodes n JOIN heartbeats_1h r ON r.node_id = n.id
           WHERE r.at >= now() - interval '7 days' AND n.decommissioned_at IS NULL AND ${selected} GROUP BY n.id`;
    // What is worst now need not be beyond the threshold to have been so before.
    const isBeyond = name === undefined ? '$2::float8 IS NOT NULL' : `value ${op} $2::float8`;
    return worst.rows(
      this.dataSource,
      `SELECT id, ${isBeyond} AS "isBeyond" FROM (${from}) each WHERE value IS NOT NULL
       ORDER BY value ${order}, id LIMIT $1`,
      parameters,
    );
  }

  /** The figures of hosts over the last 7 days, oldest first: a minute each, or one every ten minutes. */
  async find(condition: MetricCondition, ids: readonly string[]): Promise<PastFigure[]> {
    const { metric, aggregate, op } = condition;
    const name = rolledUp[metric];
    if (name !== undefined) {
      const kind = aggregate === 'MEAN' ? 'avg' : op === '>' ? 'max' : 'min';
      const figure = `r.${figureColumns[name].column}_${kind}${metric === 'load1PerCore' ? ` / ${cores}` : ''}`;
      return figures.rows(
        this.dataSource,
        `SELECT n.id, NULL AS mount, r.at, (${figure})::float8 AS value
         FROM nodes n JOIN heartbeats_1m r ON r.node_id = n.id
         WHERE n.id = ANY($1::text[]) AND r.at >= now() - interval '7 days' ORDER BY n.id, r.at`,
        [ids],
      );
    }
    const parameters: unknown[] = [ids];
    const point = `FROM unnest($1::text[]) AS n(id)
      CROSS JOIN generate_series(now() - interval '7 days', now(), interval '10 minutes') AS s(at)
      CROSS JOIN LATERAL (SELECT h.* FROM heartbeats h WHERE h.node_id = n.id AND h.at > s.at - interval '10 minutes'
        AND h.at <= s.at ORDER BY h.at DESC LIMIT 1) h`;
    if (metric === 'swapPct' || metric === 'processes') {
      const figure = metric === 'swapPct' ? 'h.swap_used_bytes * 100.0 / nullif(h.swap_total_bytes, 0)' : 'h.processes';
      return figures.rows(
        this.dataSource,
        `SELECT n.id, NULL AS mount, h.at, (${figure})::float8 AS value ${point} ORDER BY n.id, h.at`,
        parameters,
      );
    }
    const [used, total] = metric === 'inodesPct' ? ['inodesUsed', 'inodesTotal'] : ['usedBytes', 'totalBytes'];
    const fits =
      condition.mount === undefined ? 'true' : `fs ->> 'mount' LIKE $${parameters.push(likePattern(condition.mount))}`;
    return figures.rows(
      this.dataSource,
      `SELECT n.id, fs ->> 'mount' AS mount, h.at,
         ((fs ->> '${used}')::float8 * 100 / nullif((fs ->> '${total}')::float8, 0)) AS value
       ${point} CROSS JOIN LATERAL jsonb_array_elements(coalesce(h.filesystems, '[]')) fs
       WHERE coalesce(fs ->> 'readOnly', 'false') <> 'true' AND ${fits} ORDER BY n.id, fs ->> 'mount', h.at`,
      parameters,
    );
  }
}

function latestSql(metric: MetricCondition['metric'], op: MetricCondition['op']): string {
  if (metric === 'filesystemPct') return op === '>' ? 'n.filesystem_pct' : '-n.filesystem_pct';
  if (metric === 'inodesPct') return op === '>' ? 'n.inodes_pct' : '-n.inodes_pct';
  if (metric === 'processes') return `(n.metrics ->> 'processes')::float8`;
  return `(n.metrics ->> 'swapUsedBytes')::float8 / nullif((n.metrics ->> 'swapTotalBytes')::float8, 0)`;
}
