import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import { Clock } from '../time/clock.js';

const rememberedMs = 7 * 24 * 60 * 60 * 1000;
/** The oldest are forgotten beyond this many. */
const mostRemembered = 10_000;

/** Addresses and accounts that signed in lately at this replica. They are let in beside a crowd of strangers. */
@Injectable()
export class RecentSignIns {
  private readonly seenAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  note(email: string, ip: string | null): void {
    for (const key of keysOf(email, ip)) {
      // Deleted first, so that the map's order is the order of age.
      this.seenAt.delete(key);
      this.seenAt.set(key, this.clock.now().getTime());
    }
    for (const key of this.seenAt.keys()) {
      if (this.seenAt.size <= mostRemembered) break;
      this.seenAt.delete(key);
    }
  }

  /** What the caller is known by: the address, which a stranger can't take on, before the account; null for a stranger. */
  knownBy(email: string, ip: string | null): string | null {
    const since = this.clock.now().getTime() - rememberedMs;
    return keysOf(email, ip).find((key) => (this.seenAt.get(key) ?? 0) > since) ?? null;
  }
}

function keysOf(email: string, ip: string | null): string[] {
  return ip === null ? [`account ${email}`] : [`address ${normalizeIp(ip)}`, `account ${email}`];
}
