import type { SendResult } from './adapters/channel-adapter.js';

const minute = 60;
/** Seconds between tries; the last one holds for all that follow. */
const waits = [5, 15, minute, 5 * minute, 15 * minute, 30 * minute];
/** A service that asks for longer is asked again all the same. */
const retryAfterMax = 60 * minute;
/** After so many tries, what a service asks for makes them rarer and no longer more frequent. */
const patientTries = 5;
export const givenUpAfterSeconds = 24 * 60 * minute;

/**
 * When a delivery that failed is tried again.
 *
 * @param attempts how many there were
 * @returns null if it is not
 */
export function nextTry(
  { permanent, retryAfterSeconds }: Pick<SendResult, 'permanent' | 'retryAfterSeconds'>,
  { attempts, createdAt, now }: { attempts: number; createdAt: Date; now: Date },
): Date | null {
  if (permanent) return null;
  const wait = waits[Math.min(Math.max(attempts, 1), waits.length) - 1] ?? 0;
  const asked = Math.min(retryAfterSeconds ?? 0, retryAfterMax);
  const seconds = asked > 0 && attempts <= patientTries ? asked : Math.max(asked, wait);
  const at = new Date(now.getTime() + seconds * 1000);
  return at.getTime() > createdAt.getTime() + givenUpAfterSeconds * 1000 ? null : at;
}
