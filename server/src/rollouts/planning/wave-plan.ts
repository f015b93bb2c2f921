import type { Wave } from '@hyprbox/contracts';
import { hostsOf } from './share.js';

/** A wave with how many hosts are in it. */
export interface WaveSize {
  /** From 1. */
  number: number;
  /** As it was given. */
  size: string;
  soakSeconds: number;
  targets: number;
}

/** One host first, a tenth then, and the rest. */
export const defaultWaves: readonly Wave[] = [{ size: '1' }, { size: '10%' }, { size: '100%' }];
const rest: Wave = { size: '100%' };

/**
 * Divides hosts into waves. Each takes its own size of all hosts, as far as hosts are left; waves for which none is left
 * are dropped, and hosts that no wave took are a last one.
 */
export function planWaves(waves: readonly Wave[], targets: number): WaveSize[] {
  const planned: WaveSize[] = [];
  let left = targets;
  for (const { size, soakSeconds = 0 } of [...waves, rest]) {
    if (left === 0) break;
    const taken = Math.min(left, hostsOf(size, targets));
    planned.push({ number: planned.length + 1, size, soakSeconds, targets: taken });
    left -= taken;
  }
  return planned;
}
