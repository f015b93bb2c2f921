import type { CpuTimes, Transferred } from './proc.js';

/** Bytes per second, in both directions, between two readings; counters that went back (a reset) give nothing. */
export function bytesPerSecond(before: Transferred, after: Transferred, seconds: number): Transferred {
  const rate = (from: number, to: number): number => (seconds > 0 && to > from ? (to - from) / seconds : 0);
  return { inBytes: rate(before.inBytes, after.inBytes), outBytes: rate(before.outBytes, after.outBytes) };
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
