import type { NodeStatus, Thresholds } from '@hyprbox/contracts';
import { maxSilenceSeconds, minSilenceSeconds, missedBeats } from './node-status.js';

/** Seconds after which the node of a row counts as silent. */
export const silenceSql = `least(greatest(interval_seconds * ${missedBeats}, ${minSilenceSeconds}), ${maxSilenceSeconds})`;

/** The status of a row of `nodes`; {@link statusParameters} are `$1` to `$7`. */
export const statusSql = `CASE
  WHEN last_seen_at IS NULL THEN 'UNKNOWN'
  WHEN last_seen_at <= $1::timestamptz - ${silenceSql} * interval '1 second' THEN 'OFFLINE'
  WHEN cpu_pct >= $2::float8 OR mem_pct >= $3::float8 OR disk_pct >= $4::float8 THEN 'CRITICAL'
  WHEN cpu_pct >= $5::float8 OR mem_pct >= $6::float8 OR disk_pct >= $7::float8 THEN 'WARNING'
  ELSE 'ONLINE' END`;

export function statusParameters(now: Date, { cpu, mem, disk }: Thresholds): unknown[] {
  return [now, cpu.critical, mem.critical, disk.critical, cpu.warning, mem.warning, disk.warning];
}

/** What to look at first comes first. */
const worstFirst: readonly NodeStatus[] = ['OFFLINE', 'CRITICAL', 'WARNING', 'UNKNOWN', 'ONLINE'];

export const statusRankSql = `array_position(ARRAY[${worstFirst.map((status) => `'${status}'`).join(', ')}], ${statusSql})`;
