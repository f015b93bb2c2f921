import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** A difference below this is the way to the database and back, or its load. */
const toleranceMs = 100;

/**
 * The time, injected where a rule depends on it: the database's, as far as this process knows it. What replicas write is
 * compared with what others wrote, so one whose machine is ahead must not be ahead of them.
 */
@Injectable()
export class Clock {
  private aheadMs = 0;

  now(): Date {
    return new Date(Date.now() - this.aheadMs);
  }

  /** What this machine says. */
  machineNow(): Date {
    return new Date();
  }

  /**
   * @param database its time, which was asked for `tookMs` ago
   * @returns by how much this machine is ahead, if that is news
   */
  follow(database: Date, tookMs: number): number | null {
    const aheadMs = Date.now() - tookMs / 2 - database.getTime();
    if (Math.abs(aheadMs - this.aheadMs) <= toleranceMs + tookMs / 2) return null;
    this.aheadMs = Math.abs(aheadMs) <= toleranceMs ? 0 : aheadMs;
    return this.aheadMs;
  }
}

/** New ids: UUIDv7 (RFC 9562), which sort by the time they were made. */
@Injectable()
export class Ids {
  next(): string {
    return v7();
  }
}
