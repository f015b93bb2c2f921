import type { Config } from '../config/environment.js';

/** How often leases are looked at, and replicas say that they are there. */
export function leasePeriodMs({ leaseSeconds }: Pick<Config, 'leaseSeconds'>): number {
  return Math.min(5_000, Math.max(250, (leaseSeconds * 1000) / 10));
}

/** Who has not been heard for so long has missed two rounds, however slow the third one is. */
export function silentAfterMs(config: Pick<Config, 'leaseSeconds'>): number {
  return leasePeriodMs(config) * 2.5 + 1_000;
}
