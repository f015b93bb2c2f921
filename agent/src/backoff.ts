/** Longest pause between two tries that the agent chooses itself. */
export const longestBackoffMs = 60_000;
/** Longest pause that a server's Retry-After may ask for; beyond it a faulty proxy could silence a host for a day. */
export const longestRetryAfterMs = 5 * 60_000;
const firstBackoffMs = 1_000;
/** What is added to a Retry-After at most, so that agents told the same time do not return in the same instant. */
const retryAfterSpreadMs = 5_000;

/** Exponential pauses with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export class Backoff {
  private failures = 0;

  constructor(private readonly random: () => number) {}

  /** The pause after one more failure, in milliseconds. */
  next(retryAfterMs: number | null): number {
    const ceiling = Math.min(longestBackoffMs, firstBackoffMs * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 16);
    if (retryAfterMs === null) return this.random() * ceiling;
    const asked = Math.min(retryAfterMs, longestRetryAfterMs);
    return asked + this.random() * Math.min(retryAfterSpreadMs, Math.max(asked / 4, 250));
  }

  reset(): void {
    this.failures = 0;
  }
}
