/** The sizes that samples are rolled up to, finest first. */
export const rollupSizes = [
  { name: '1m', table: 'heartbeats_1m', seconds: 60, keep: 'rollup1mDays' },
  { name: '10m', table: 'heartbeats_10m', seconds: 600, keep: 'rollup10mDays' },
  { name: '1h', table: 'heartbeats_1h', seconds: 3600, keep: 'rollup1hDays' },
] as const;
export type RollupSize = (typeof rollupSizes)[number];

/** The id that the fleet's own rows have; no node can be called so. */
export const fleetId = '*';

export const hourMs = 60 * 60 * 1000;
/** Samples that arrive later than this after their own time may find it rolled up, and are noted in the backlog. */
export const lateAfterMs = 30_000;
/** A bucket is rolled up this long after its end: later than the last sample that is on time can be committed. */
export const rollUpAfterMs = 60_000;
