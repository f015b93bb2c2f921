/** Pauses before a stream that was refused is opened again, in milliseconds. */
export const reconnectPause = { first: 1_000, longest: 30_000 } as const;

/**
 * The pause before the `attempt`-th try (from 0): doubled each time, spread over its upper half, so that the consoles
 * that lost one server do not come back all at once. `random` is in 0..1.
 */
export function reconnectDelay(attempt: number, random: number): number {
  const ceiling = Math.min(reconnectPause.longest, reconnectPause.first * 2 ** Math.min(attempt, 16));
  return ceiling / 2 + (ceiling / 2) * random;
}
