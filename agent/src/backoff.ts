/** Longest pauses between two tries: of the agent's own choice, and as a server's Retry-After may ask for. */
export interface LongestPauses {
  ownMs: number;
  retryAfterMs: number;
}

/** Heartbeats and requests for work cost little, and by them a host is seen again: within seconds, after any outage. */
export const lightCalls: LongestPauses = { ownMs: 10_000, retryAfterMs: 15_000 };
/** Output may be large. A faulty proxy's Retry-After must not hold it up for a day. */
export const heavyCalls: LongestPauses = { ownMs: 30_000, retryAfterMs: 5 * 60_000 };
const firstBackoffMs = 1_000;
/** What is added to a Retry-After at most, so that agents told the same time do not return in the same instant. */
const retryAfterSpreadMs = 5_000;

/** Exponential pauses with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly random: () => number,
    private readonly longest: LongestPauses,
  ) {}

  /** The pause after one more failure, in milliseconds. */
  next(retryAfterMs: number | null): number {
    const ceiling = Math.min(this.longest.ownMs, firstBackoffMs * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 16);
    if (retryAfterMs === null) return this.random() * ceiling;
    const asked = Math.min(retryAfterMs, this.longest.retryAfterMs);
    return asked + this.random() * Math.min(retryAfterSpreadMs, Math.max(asked / 4, 250));
  }

  reset(): void {
    this.failures = 0;
  }
}
