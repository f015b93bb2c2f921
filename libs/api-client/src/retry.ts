import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, UnreachableError } from './errors.js';

/** How calls that may be repeated safely are repeated. Times are milliseconds. */
export interface RetryPolicy {
  /** Tries in all, the first one included. */
  attempts: number;
  /** The first pause's upper bound; it doubles with each try. */
  baseMs: number;
  /** No pause is longer; a server that asks for more (`Retry-After`) is not waited for. */
  maxPauseMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 4, baseMs: 200, maxPauseMs: 10_000 };

/** Waiting and chance, replaceable so that tests need neither. */
export interface Timing {
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
  /** Milliseconds since some fixed moment. */
  now(): number;
}

export const realTiming: Timing = {
  sleep: async (ms, signal) => {
    // The timer wraps the reason in an AbortError of its own; callers look for the reason.
    await delay(ms, undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  },
  random: Math.random,
  now: Date.now,
};

/** Answers that speak of the way to the server, or of its moment, not of the call. */
const passingStatuses = new Set([502, 503, 504]);

/** The server itself has waited for a node, for as long as anybody should: asking again at once would double that. */
const waitedLongEnough = 'NOT_ANSWERED_IN_TIME';

export function isPassing(error: unknown): error is ApiError | UnreachableError {
  if (error instanceof UnreachableError) return true;
  return error instanceof ApiError && passingStatuses.has(error.status) && error.code !== waitedLongEnough;
}

/** "Full jitter": many clients cut off at once do not come back at once. */
export function jitteredPause(
  failures: number,
  policy: Pick<RetryPolicy, 'baseMs' | 'maxPauseMs'>,
  random: number,
): number {
  return random * Math.min(policy.maxPauseMs, policy.baseMs * 2 ** Math.min(failures - 1, 30));
}

/** Repeats `call` while it fails for passing reasons; the last error is thrown. Only for calls that change nothing. */
export async function withRetry<T>(
  call: () => Promise<T>,
  policy: RetryPolicy,
  timing: Timing,
  signal?: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error) || failures >= policy.attempts) throw error;
      const askedMs = askedPauseMs(error);
      if (askedMs > policy.maxPauseMs) throw error;
      await timing.sleep(Math.max(askedMs, jitteredPause(failures, policy, timing.random())), signal);
    }
  }
}

/** The pause that a refusal asked for with `Retry-After`, 0 if none. */
export function askedPauseMs(error: ApiError | UnreachableError): number {
  return error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
}
