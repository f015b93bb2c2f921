import type { KeptSample } from '@hyprbox/contracts';

/** Samples kept for a server that is away: 48 hours at the default interval. */
export const keptSamplesMax = 11_520;

export interface RingEntry {
  /** Rises by one with each sample; names an entry while others come and go. */
  sequence: number;
  at: string;
  /** The `KeptSample` as JSON: as an object it would take several times the memory. */
  json: string;
}

/** Samples that the server does not have, oldest first; when it is full the oldest are dropped and counted. */
export class SampleRing {
  private entries: RingEntry[] = [];
  private nextSequence = 1;
  dropped = 0;

  constructor(private readonly most: number = keptSamplesMax) {}

  get size(): number {
    return this.entries.length;
  }

  push(json: string, at: string): RingEntry {
    const entry = { sequence: this.nextSequence, at, json };
    this.nextSequence += 1;
    this.entries.push(entry);
    if (this.entries.length > this.most) {
      this.entries.shift();
      this.dropped += 1;
    }
    return entry;
  }

  newest(): RingEntry | undefined {
    return this.entries.at(-1);
  }

  /** The oldest samples before the newest, within both bounds. */
  oldest(most: number, bytesMax: number): RingEntry[] {
    const chosen: RingEntry[] = [];
    let bytes = 0;
    for (const entry of this.entries.slice(0, Math.min(most, this.entries.length - 1))) {
      bytes += Buffer.byteLength(entry.json);
      if (bytes > bytesMax) break;
      chosen.push(entry);
    }
    return chosen;
  }

  remove(entries: readonly RingEntry[]): void {
    const gone = new Set(entries.map((entry) => entry.sequence));
    this.entries = this.entries.filter((entry) => !gone.has(entry.sequence));
  }

  all(): readonly RingEntry[] {
    return this.entries;
  }
}

export function parseKept(json: string): KeptSample {
  // Written by this agent from a KeptSample.
  return JSON.parse(json) as KeptSample;
}
