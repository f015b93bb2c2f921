import type { HistoryMetricName } from '@hyprbox/contracts';
import { figureColumns } from './metric-columns.js';
import { fleetId, rollupSizes, type RollupSize } from './rollup-sizes.js';

// Parameters of all queries: $1 ids or one id, $2 start (in), $3 end (out), $4 seconds of a bucket.

const [finest] = rollupSizes;

/** Up to when the source, and the finest size, are rolled up. What lies between is read from the finest. */
const progress = (source: RollupSize): string => `progress AS MATERIALIZED (
  SELECT max(until) FILTER (WHERE size = '${source.name}') AS coarse, max(until) AS fine FROM rollup_progress
  WHERE size IN ('${source.name}', '${finest.name}'))`;
const coarse = '(SELECT coarse FROM progress)';
const fine = '(SELECT fine FROM progress)';

/** Hours whose roll-ups lack samples that came late: they are read from the samples until they are done again. */
const late = `late AS MATERIALIZED (
  SELECT node_id, at FROM rollup_backlog
  WHERE node_id = ANY($1::text[]) AND at > $2::timestamptz - interval '1 hour' AND at < $3::timestamptz)`;
const isNotLate = `NOT EXISTS (
  SELECT FROM late l WHERE l.node_id = r.node_id AND r.at >= l.at AND r.at < l.at + interval '1 hour')`;

type Figures = readonly HistoryMetricName[];

const kinds = ['avg', 'min', 'max'] as const;
const columnOf = (name: HistoryMetricName): string => figureColumns[name].column;

const bucketOf = `date_bin($4::float8 * interval '1 second', at, 'epoch') AS bucket`;
const percentileOf = (name: HistoryMetricName): string =>
  `percentile_cont(ARRAY[0.05, 0.95]) WITHIN GROUP (ORDER BY ${columnOf(name)}::float8) AS "${name}_percentiles"`;

const rolledFigures = (figures: Figures): string =>
  figures.flatMap((name) => kinds.map((kind) => `r.${columnOf(name)}_${kind}`)).join(', ');
const sampleFigures = (figures: Figures): string =>
  figures
    .map(columnOf)
    .map(
      (column) =>
        `h.${column}::float8 AS ${column}_avg, h.${column}::float8 AS ${column}_min, h.${column}::float8 AS ${column}_max`,
    )
    .join(', ');

function rolled(table: string, figures: Figures, from: string, to: string, more: string): string {
  return `SELECT r.node_id, r.at, r.samples, ${rolledFigures(figures)} FROM ${table} r
    WHERE r.node_id = ANY($1::text[]) AND r.at >= ${from} AND r.at < ${to} ${more}`;
}

function samples(figures: Figures, from: string): string {
  return `SELECT h.node_id, h.at, 1 AS samples, ${sampleFigures(figures)} FROM heartbeats h
    WHERE h.node_id = ANY($1::text[]) AND h.at >= ${from} AND h.at < $3::timestamptz`;
}

function lateSamples(figures: Figures): string {
  return `SELECT h.node_id, h.at, 1 AS samples, ${sampleFigures(figures)} FROM late l JOIN heartbeats h
    ON h.node_id = l.node_id AND h.at >= greatest(l.at, $2::timestamptz)
      AND h.at < least(l.at + interval '1 hour', $3::timestamptz, ${fine})`;
}

function rolledParts(source: RollupSize, figures: Figures, more: string): string[] {
  const parts = [
    rolled(source.table, figures, '$2::timestamptz', `least($3::timestamptz, ${coarse})`, more),
    rolled(finest.table, figures, `greatest($2::timestamptz, ${coarse})`, `least($3::timestamptz, ${fine})`, more),
  ];
  return source === finest ? parts.slice(0, 1) : parts;
}

/** Rows are weighed by their samples, so that a mean of means is the mean. */
function gathered(figures: Figures): string {
  const merged = figures.flatMap((name) => {
    const column = columnOf(name);
    return [
      `sum(${column}_avg * samples) / nullif(sum(samples) FILTER (WHERE ${column}_avg IS NOT NULL), 0) AS "${name}_avg"`,
      `min(${column}_min) AS "${name}_min"`,
      `max(${column}_max) AS "${name}_max"`,
    ];
  });
  return `SELECT node_id, ${bucketOf}, sum(samples)::float8 AS samples, ${merged.join(', ')}
    FROM part GROUP BY node_id, bucket ORDER BY node_id, bucket`;
}

export function nodesHistorySql(source: RollupSize | null, figures: Figures): string {
  if (!source) return `WITH part AS (${samples(figures, '$2::timestamptz')}) ${gathered(figures)}`;
  const parts = [
    ...rolledParts(source, figures, `AND ${isNotLate}`),
    samples(figures, `greatest($2::timestamptz, ${fine})`),
    lateSamples(figures),
  ];
  return `WITH ${progress(source)}, ${late}, part AS (${parts.join(' UNION ALL ')}) ${gathered(figures)}`;
}

/** Of one node, with the percentiles that only its samples tell. */
export function samplesHistorySql(figures: Figures): string {
  const merged = figures.flatMap((name) => {
    const column = `${columnOf(name)}::float8`;
    return [
      `avg(${column}) AS "${name}_avg"`,
      `min(${column}) AS "${name}_min"`,
      `max(${column}) AS "${name}_max"`,
      percentileOf(name),
    ];
  });
  return `SELECT node_id, ${bucketOf}, count(*)::float8 AS samples, ${merged.join(', ')}
    FROM heartbeats WHERE node_id = $1 AND at >= $2::timestamptz AND at < $3::timestamptz
    GROUP BY node_id, bucket ORDER BY bucket`;
}

/** The fleet's own rows, and for the last minutes the same made of all nodes' samples. */
export function fleetHistorySql(source: RollupSize | null, figures: Figures): string {
  const size = source ?? finest;
  const columns = figures.map(columnOf);
  const ofSamples = columns.map((c) => `avg(${c}) AS ${c}_avg, min(${c}) AS ${c}_min, max(${c}) AS ${c}_max`);
  const ofNodes = columns.map((c) => `avg(${c}_avg), min(${c}_min)::float8, max(${c}_max)::float8`);
  const newest = `SELECT '${fleetId}', at, sum(samples), ${ofNodes.join(', ')} FROM (
      SELECT node_id, date_bin('${finest.seconds} seconds', at, 'epoch') AS at, count(*) AS samples, ${ofSamples.join(', ')}
      FROM heartbeats WHERE at >= greatest($2::timestamptz, ${fine}) AND at < $3::timestamptz GROUP BY 1, 2
    ) each_node GROUP BY at`;
  const parts = [...rolledParts(size, figures, ''), newest];
  return `WITH ${progress(size)}, part AS (${parts.join(' UNION ALL ')}) ${gathered(figures)}`;
}

/** The same with the percentiles of all nodes' samples. */
export function fleetPercentilesSql(source: RollupSize | null, figures: Figures): string {
  return `SELECT * FROM (${fleetHistorySql(source, figures)}) means LEFT JOIN (
      SELECT ${bucketOf}, ${figures.map(percentileOf).join(', ')}
      FROM heartbeats WHERE at >= $2::timestamptz AND at < $3::timestamptz GROUP BY bucket
    ) spread USING (bucket) ORDER BY bucket`;
}
