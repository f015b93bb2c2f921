import type { FeedEntry } from './feed-entry';

/** Entries of each type that are kept: apart, so that a fleet's many heartbeats never push out what happened. */
export const keptOfEachType = 300;

/** `entries` with `arrivals`, newest first, each once, and no more of a type than are kept. */
export function withArrivals(entries: readonly FeedEntry[], arrivals: readonly FeedEntry[]): readonly FeedEntry[] {
  const all = new Map([...entries, ...arrivals].map((entry) => [entry.key, entry]));
  return newest([...all.values()].sort(newestFirst));
}

function newest(sorted: readonly FeedEntry[]): readonly FeedEntry[] {
  const counts = { heartbeat: 0, activity: 0, gap: 0 };
  return sorted.filter(({ type }) => {
    counts[type] += 1;
    return counts[type] <= keptOfEachType;
  });
}

function newestFirst(one: FeedEntry, other: FeedEntry): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  // What is lost came after the last word before it.
  if ((one.type === 'gap') !== (other.type === 'gap')) return one.type === 'gap' ? -1 : 1;
  if (one.key === other.key) return 0;
  return one.key < other.key ? 1 : -1;
}
