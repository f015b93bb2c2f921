import type { NodeStatus, Thresholds } from '@hyprbox/contracts';
import type { StatusFigures } from './recent-readings.js';

/** A node is never called offline earlier than this, and never later than the other. */
export const minSilenceSeconds = 30;
export const maxSilenceSeconds = 10 * 60;
/** Heartbeats that may be missed. */
export const missedBeats = 3;

export const levels = ['ONLINE', 'WARNING', 'CRITICAL'] as const satisfies readonly NodeStatus[];
/** How a node is that reports. */
export type Level = (typeof levels)[number];

/** `node-status.sql.ts` says the same in SQL; a test compares the two. */
export function levelOf({ cpuPct, memPct, diskPct }: StatusFigures, { cpu, mem, disk }: Thresholds): Level {
  const cpuReaches = (bound: number): boolean => cpuPct !== null && cpuPct >= bound;
  if (cpuReaches(cpu.critical) || memPct >= mem.critical || diskPct >= disk.critical) return 'CRITICAL';
  if (cpuReaches(cpu.warning) || memPct >= mem.warning || diskPct >= disk.warning) return 'WARNING';
  return 'ONLINE';
}

const words: Record<Level, string> = { ONLINE: 'well again', WARNING: 'in warning', CRITICAL: 'critical' };
const names = { cpuPct: 'CPU', memPct: 'memory', diskPct: 'disk' } as const;

/** What became of a node, for people: "web-1 is critical: CPU 95 %". */
export function levelInWords(id: string, level: Level, figures: StatusFigures, { cpu, mem, disk }: Thresholds): string {
  if (level === 'ONLINE') return `${id} is ${words[level]}`;
  const limits = { cpuPct: cpu, memPct: mem, diskPct: disk };
  const bound = level === 'CRITICAL' ? 'critical' : 'warning';
  const over = (['cpuPct', 'memPct', 'diskPct'] as const)
    .map((name) => ({ name, figure: figures[name] ?? 0 }))
    .filter(({ name, figure }) => figure >= limits[name][bound])
    .map(({ name, figure }) => `${names[name]} ${Math.round(figure)} %`);
  return `${id} is ${words[level]}${over.length > 0 ? `: ${over.join(', ')}` : ''}`;
}
