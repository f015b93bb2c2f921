import { worstStatusFirst, type Thresholds } from '@hyprbox/contracts';
import { listeningSinceSql } from './listening-since.sql.js';
import { maxSilenceSeconds, minSilenceSeconds, missedBeats } from './node-status.js';

/** Seconds after which the node of a row counts as silent. */
export const silenceSql = `least(greatest(interval_seconds * ${missedBeats}, ${minSilenceSeconds}), ${maxSilenceSeconds})`;

const silentBefore = `now() - ${silenceSql} * interval '1 second'`;

/** Whether the node of a row had its chance to report for so long, all by the database's clock. */
export const fellSilentSql = `greatest(last_seen_at, ${listeningSinceSql}) <= ${silentBefore}`;
const isOfflineSql = `(reported_offline_at IS NOT NULL OR ${fellSilentSql})`;
/** Whether the node of a row does not report, or never has. */
export const awaySql = `(last_seen_at IS NULL OR ${isOfflineSql})`;

/**
 * By the figures that tell the status, of which the CPU's may be null. Rows without a level are of the version before,
 * which wrote nothing but the latest sample.
 */
const over = (name: 'cpu' | 'mem' | 'disk', parameter: number): string =>
  `CASE WHEN level IS NULL THEN ${name}_pct ELSE minute_${name}_pct END >= $${parameter}::float8`;

/** The status of a row of `nodes`; {@link statusParameters} are `$1` to `$6`. */
export const statusSql = `CASE
  WHEN last_seen_at IS NULL THEN 'UNKNOWN'
  WHEN ${isOfflineSql} THEN 'OFFLINE'
  WHEN ${over('cpu', 1)} OR ${over('mem', 2)} OR ${over('disk', 3)} THEN 'CRITICAL'
  WHEN ${over('cpu', 4)} OR ${over('mem', 5)} OR ${over('disk', 6)} THEN 'WARNING'
  ELSE 'ONLINE' END`;

/** Since when the status holds; null where nobody knows. */
export const statusSinceSql = `CASE WHEN last_seen_at IS NULL THEN NULL WHEN ${isOfflineSql} THEN last_seen_at
  WHEN level = ${statusSql} THEN level_since END`;

/** The time that the status is of, where the node could not be heard since; null where it is of now. */
export const statusAsOfSql = `CASE WHEN last_seen_at <= ${silentBefore} AND NOT ${isOfflineSql} THEN last_seen_at END`;

export function statusParameters({ cpu, mem, disk }: Thresholds): unknown[] {
  return [cpu.critical, mem.critical, disk.critical, cpu.warning, mem.warning, disk.warning];
}

export const statusRankSql = `array_position(ARRAY[${worstStatusFirst.map((status) => `'${status}'`).join(', ')}], ${statusSql})`;
