import type { AlertMetric, MetricCondition } from '@hyprbox/contracts';
import { fellSilentSql } from '../../nodes/node-status.sql.js';
import { selectorSql } from '../../selectors/selector.sql.js';
import type { AlertRuleEntity } from '../rules/alert-rule.entity.js';

/** A rule of the kind METRIC with its condition. */
export interface MetricRule {
  rule: AlertRuleEntity;
  condition: MetricCondition;
}

type HostMetric = Exclude<AlertMetric, 'filesystemPct' | 'inodesPct'>;

/** Samples this fresh are looked at for what is beyond a threshold: more than one round's, so that none is missed. */
const freshSeconds = 40;

const cores = `nullif((n.inventory ->> 'cpuCores')::float8, 0)`;
const latest = (name: string): string => `(n.metrics ->> '${name}')::float8`;

/** A figure of a stored sample `h` of the node `n`, and the same of the node's latest reading. */
const figures: Readonly<Record<HostMetric, { ofSample: string; ofNode: string }>> = {
  cpuPct: { ofSample: 'h.cpu_pct', ofNode: 'n.cpu_pct' },
  memPct: { ofSample: 'h.mem_pct', ofNode: 'n.mem_pct' },
  diskPct: { ofSample: 'h.disk_pct', ofNode: 'n.disk_pct' },
  swapPct: {
    ofSample: 'h.swap_used_bytes * 100.0 / nullif(h.swap_total_bytes, 0)',
    ofNode: `${latest('swapUsedBytes')} * 100.0 / nullif(${latest('swapTotalBytes')}, 0)`,
  },
  load1PerCore: { ofSample: `h.load1 / ${cores}`, ofNode: `${latest('load1')} / ${cores}` },
  netRxBps: { ofSample: 'h.net_rx_bps', ofNode: latest('netRxBps') },
  netTxBps: { ofSample: 'h.net_tx_bps', ofNode: latest('netTxBps') },
  diskReadBps: { ofSample: 'h.disk_read_bps', ofNode: latest('diskReadBps') },
  diskWriteBps: { ofSample: 'h.disk_write_bps', ofNode: latest('diskWriteBps') },
  processes: { ofSample: 'h.processes', ofNode: latest('processes') },
};

/** The columns of `nodes` that hold the worst mount. */
const worstMount = { filesystemPct: 'filesystem_pct', inodesPct: 'inodes_pct' } as const;

export function isMountMetric(metric: AlertMetric): metric is keyof typeof worstMount {
  return metric in worstMount;
}

type Bind = (value: unknown) => string;

const reports = `n.decommissioned_at IS NULL AND n.last_seen_at IS NOT NULL AND n.reported_offline_at IS NULL
  AND NOT (${fellSilentSql})`;

/**
 * Which hosts may be beyond the threshold of which rule: one pass over the fresh samples, then each rule looks through
 * what that gave. A mean can't be beyond what no sample is beyond. Rows `{rule, id}`, `rule` the place in the list.
 */
export function candidatesSql(rules: readonly MetricRule[], bind: Bind): string {
  const wanted = [...new Set(rules.map(({ condition }) => condition.metric))];
  const hostMetrics = wanted.filter((metric): metric is HostMetric => !isMountMetric(metric));
  const mountMetrics = wanted.filter(isMountMetric);
  const needsCores = hostMetrics.includes('load1PerCore');
  // By the load as it is: the number of cores is the node's.
  const extremeOf = (metric: HostMetric): string => (metric === 'load1PerCore' ? 'h.load1' : figures[metric].ofSample);
  const extremes = hostMetrics.flatMap((metric) => [
    `max(${extremeOf(metric)})::float8 AS "${metric}_max"`,
    `min(${extremeOf(metric)})::float8 AS "${metric}_min"`,
  ]);
  const gathered =
    hostMetrics.length === 0
      ? ''
      : `LEFT JOIN (SELECT h.node_id, ${extremes.join(', ')} FROM heartbeats h
           WHERE h.at > now() - interval '${freshSeconds} seconds' AND NOT h.late GROUP BY h.node_id) f ON f.node_id = n.id`;
  const shown = hostMetrics.flatMap((metric) =>
    ['max', 'min'].map((end) => {
      const fresh = metric === 'load1PerCore' ? `f."${metric}_${end}" / ${cores}` : `f."${metric}_${end}"`;
      // A host whose clock is wrong has no sample of now; its latest reading counts.
      return `CASE WHEN f.node_id IS NULL THEN ${figures[metric].ofNode} ELSE ${fresh} END AS "${metric}_${end}"`;
    }),
  );
  const columns = [
    'n.id',
    'n.tags',
    ...(rules.some(({ rule }) => rule.selector.platform !== undefined) || needsCores ? ['n.inventory'] : []),
    ...mountMetrics.map((metric) => `n.${worstMount[metric]}`),
    ...shown,
  ];
  const each = rules.map(
    ({ rule, condition }, index) =>
      `SELECT ${index} AS rule, n.id FROM fresh n
       WHERE ${mayBreachSql(rule, condition, bind)} AND ${selectorSql(rule.selector, bind, 'n')}`,
  );
  return `WITH fresh AS MATERIALIZED (SELECT ${columns.join(', ')} FROM nodes n ${gathered} WHERE ${reports})
    ${each.join(' UNION ALL ')}`;
}

function mayBreachSql(rule: AlertRuleEntity, { metric, op, fire }: MetricCondition, bind: Bind): string {
  if (isMountMetric(metric)) {
    const column = `n.${worstMount[metric]}`;
    // What the fullest mount is tells nothing of the emptiest.
    return op === '>' ? `${column} > ${bind(fire)}::float8` : `${column} IS NOT NULL`;
  }
  const figure = `n."${metric}_${op === '>' ? 'max' : 'min'}"`;
  const breach = `${figure} ${op} ${bind(fire)}::float8`;
  return rule.noData === 'FIRE' ? `(${breach} OR ${figure} IS NULL)` : breach;
}

/** From where on the samples of a rule's window count: none from before a host that was silent is heard again. */
const windowStart = (windowSeconds: string): string => `greatest(n.metrics_at - ${windowSeconds} * interval '1 second',
  n.metrics_at - (n.last_seen_at - n.heard_since) - interval '1 millisecond')`;

const nodeColumns = (selected: string): string => `n.id, n.decommissioned_at IS NOT NULL AS decommissioned,
  ${selected} AS "isSelected", coalesce(${reports}, false) AS reports, n.interval_seconds AS "intervalSeconds"`;

/**
 * How hosts are by a rule: rows `{id, decommissioned, isSelected, reports, intervalSeconds, value, spanSeconds}`; `value` is
 * null where they say nothing of it.
 */
export function hostFiguresSql({ rule, condition }: MetricRule, ids: readonly string[], bind: Bind): string {
  const { metric, aggregate, windowSeconds } = condition;
  if (isMountMetric(metric)) throw new Error(`${metric} is of mounts`);
  const { ofSample, ofNode } = figures[metric];
  const selected = selectorSql(rule.selector, bind, 'n');
  const nodes = `FROM nodes n`;
  const where = `WHERE n.id = ANY(${bind(ids)}::text[])`;
  if (aggregate === 'LAST' || windowSeconds === 0) {
    return `SELECT ${nodeColumns(selected)}, NULL AS mount, (${ofNode})::float8 AS value, 0::float8 AS "spanSeconds" ${nodes} ${where}`;
  }
  const gather = aggregate === 'MEAN' ? 'avg' : 'max';
  // The highest, or the lowest where low is bad.
  const worst = aggregate === 'MAX' && condition.op === '<' ? 'min' : gather;
  return `SELECT ${nodeColumns(selected)}, NULL AS mount, w.value, w."spanSeconds" ${nodes} LEFT JOIN LATERAL (
      SELECT ${worst}(${ofSample})::float8 AS value, extract(epoch FROM max(h.at) - min(h.at))::float8 AS "spanSeconds"
      FROM heartbeats h WHERE h.node_id = n.id AND h.at <= n.metrics_at AND NOT h.late
        AND h.at > ${windowStart(`${bind(windowSeconds)}::float8`)}) w ON true ${where}`;
}

/** The same of mounts: rows as of hosts with `mount`, one each; a host without any such mount has one with null. */
export function mountFiguresSql({ rule, condition }: MetricRule, ids: readonly string[], bind: Bind): string {
  const { metric, aggregate, windowSeconds, mount } = condition;
  const [used, total] = metric === 'inodesPct' ? ['inodesUsed', 'inodesTotal'] : (['usedBytes', 'totalBytes'] as const);
  const figure = `(fs ->> '${used}')::float8 * 100 / nullif((fs ->> '${total}')::float8, 0)`;
  const fits = mount === undefined ? 'true' : `fs ->> 'mount' LIKE ${bind(likePattern(mount))}`;
  const counts = `coalesce(fs ->> 'readOnly', 'false') <> 'true' AND ${fits}`;
  const selected = selectorSql(rule.selector, bind, 'n');
  const where = `WHERE n.id = ANY(${bind(ids)}::text[])`;
  const list = (filesystems: string): string =>
    `jsonb_array_elements(CASE jsonb_typeof(${filesystems}) WHEN 'array' THEN ${filesystems} ELSE '[]' END) fs`;
  const worst = condition.op === '<' ? 'min' : 'max';
  if (aggregate === 'LAST' || windowSeconds === 0) {
    // Of several filesystems that are mounted over each other, the worst counts.
    return `SELECT ${nodeColumns(selected)}, w.* FROM nodes n LEFT JOIN LATERAL (
        SELECT fs ->> 'mount' AS mount, ${worst}(${figure}) AS value, 0::float8 AS "spanSeconds"
        FROM ${list(`n.metrics -> 'filesystems'`)} WHERE ${counts} GROUP BY fs ->> 'mount') w ON true ${where}`;
  }
  const gather = aggregate === 'MEAN' ? 'avg' : worst;
  return `SELECT ${nodeColumns(selected)}, w.* FROM nodes n LEFT JOIN LATERAL (
      SELECT fs ->> 'mount' AS mount, ${gather}(${figure})::float8 AS value,
        extract(epoch FROM max(h.at) - min(h.at))::float8 AS "spanSeconds"
      FROM heartbeats h CROSS JOIN LATERAL ${list('h.filesystems')}
      WHERE h.node_id = n.id AND h.at <= n.metrics_at AND NOT h.late
        AND h.at > ${windowStart(`${bind(windowSeconds)}::float8`)} AND ${counts}
      GROUP BY fs ->> 'mount') w ON true ${where}`;
}

/**
 * Mounts that do not fit a pattern, that are read-only by now, or that hosts have not reported for so long, though they
 * report: rows `{id, mount, fits, readOnly}`.
 */
export function goneMountsSql(
  { goneSeconds, pattern, ids, mounts }: { goneSeconds: number; pattern: string; ids: string[]; mounts: string[] },
  bind: Bind,
): string {
  const readOnly = `(${reports} AND n.metrics @> jsonb_build_object('filesystems',
    jsonb_build_array(jsonb_build_object('mount', m.mount, 'readOnly', true))))`;
  return `SELECT n.id, m.mount, m.fits, coalesce(${readOnly}, false) AS "readOnly" FROM (
      SELECT *, mount LIKE ${bind(likePattern(pattern))} AS fits
      FROM unnest(${bind(ids)}::text[], ${bind(mounts)}::text[]) AS m(id, mount)) m
    JOIN nodes n ON n.id = m.id
    WHERE NOT m.fits OR ${readOnly} OR n.heard_since <= n.last_seen_at - ${goneSeconds} * interval '1 second' AND NOT EXISTS (
      SELECT FROM heartbeats h WHERE h.node_id = n.id AND h.at > n.metrics_at - ${goneSeconds} * interval '1 second'
        AND h.at <= n.metrics_at AND h.filesystems @> jsonb_build_array(jsonb_build_object('mount', m.mount)))`;
}

/** `*` stands for any characters, everything else for itself. */
export function likePattern(pattern: string): string {
  return pattern.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll('*', '%');
}
