import type { CpuTimes, Transferred } from './proc.js';

/** Counters by the name of their device. */
export type Counters = ReadonlyMap<string, Transferred>;

/**
 * Bytes per second, in both directions, between two readings, over the devices that count. Each device is compared with
 * itself: one that is new brings nothing of what it had before, and counters that went back (a reset) give nothing.
 */
export function bytesPerSecond(
  before: Counters,
  after: Counters,
  counted: ReadonlySet<string>,
  seconds: number,
): Transferred {
  const sum: Transferred = { inBytes: 0, outBytes: 0 };
  if (seconds <= 0) return sum;
  for (const name of counted) {
    const [from, to] = [before.get(name), after.get(name)];
    if (from === undefined || to === undefined) continue;
    sum.inBytes += Math.max(0, to.inBytes - from.inBytes) / seconds;
    sum.outBytes += Math.max(0, to.outBytes - from.outBytes) / seconds;
  }
  return sum;
}

/** Share of the processors' time that was used between two readings, 0..100. */
export function cpuPercent(before: CpuTimes, after: CpuTimes): number {
  const total = after.total - before.total;
  return total > 0 ? percent((after.busy - before.busy) / total) : 0;
}

/** A share as a percentage that is always a number from 0 to 100. */
export function percent(share: number): number {
  if (!Number.isFinite(share)) return 0;
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100;
}
