const freeFailures = 4;
const firstLockSeconds = 30;
const longestLockSeconds = 15 * 60;

/** How long an account and an address are kept apart after so many failures in a row: it doubles from the fifth on. */
export function lockSeconds(failures: number): number {
  if (failures <= freeFailures) return 0;
  return Math.min(longestLockSeconds, firstLockSeconds * 2 ** (failures - freeFailures - 1));
}
