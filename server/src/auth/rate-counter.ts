import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';

interface Window {
  hits: number;
  endsAt: number;
}

/** The shape that the throttler's guard reads; times in seconds. */
interface Count {
  totalHits: number;
  timeToExpire: number;
  isBlocked: boolean;
  timeToBlockExpire: number;
}

const sweepEveryMs = 60_000;

/**
 * Counts calls in fixed windows, one number for each caller. The throttler's own storage keeps a timer for each call,
 * which thousands of agents would make millions of.
 */
@Injectable()
export class RateCounter implements ThrottlerStorage {
  private readonly windows = new Map<string, Window>();
  private sweptAt = performance.now();

  async increment(key: string, ttl: number, limit: number): Promise<Count> {
    return this.count(key, ttl, limit);
  }

  count(key: string, windowMs: number, limit: number): Count {
    const now = performance.now();
    this.sweep(now);
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      window = { hits: 0, endsAt: now + windowMs };
      this.windows.set(key, window);
    }
    window.hits += 1;
    const seconds = Math.ceil((window.endsAt - now) / 1000);
    return {
      totalHits: window.hits,
      timeToExpire: seconds,
      isBlocked: window.hits > limit,
      timeToBlockExpire: seconds,
    };
  }

  private sweep(now: number): void {
    if (now - this.sweptAt < sweepEveryMs) return;
    this.sweptAt = now;
    for (const [key, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(key);
  }
}
