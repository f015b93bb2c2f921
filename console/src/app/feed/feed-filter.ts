import { nodeIdPattern } from '@hyprbox/contracts';
import type { FeedEntry } from './feed-entry';

export const feedKinds = ['all', 'heartbeats', 'activity'] as const;
export type FeedKind = (typeof feedKinds)[number];

/** What the feed shows: the address of the page says it. */
export interface FeedFilter {
  readonly kind: FeedKind;
  readonly nodeId: string | null;
}

/** Reads the page's address; what is not understood is left out. */
export function feedFilter(params: { kind?: string; host?: string }): FeedFilter {
  const host = params.host?.trim() ?? '';
  return { kind: feedKinds.find((kind) => kind === params.kind) ?? 'all', nodeId: host === '' ? null : host };
}

/** No host can have such an id, so the server needs no asking. */
export function isImpossible({ nodeId }: FeedFilter): boolean {
  return nodeId !== null && !nodeIdPattern.test(nodeId);
}

/** A gap belongs to every kind: it says what cannot be shown. */
export function isOfKind(entry: FeedEntry, kind: FeedKind): boolean {
  if (kind === 'all' || entry.type === 'gap') return true;
  return (kind === 'heartbeats') === (entry.type === 'heartbeat');
}
