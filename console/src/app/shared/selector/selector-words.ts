import type { Selector } from '@hyprbox/contracts';

/** Entries that are named; beyond that they are counted. */
const namedMax = 4;

/** "All hosts", "web-1, web-2", "Tagged web or db, and eu, but not test, on debian". */
export function selectorWords({ all, nodeIds, tagsAny, tagsAll, tagsNone, platform }: Selector): string {
  if (all === true) return 'All hosts';
  const tagged = [
    ...(tagsAny ? [listed(tagsAny, 'or', 'tags')] : []),
    ...(tagsAll ? [listed(tagsAll, 'and', 'tags')] : []),
  ];
  const conditions = [
    ...(tagged.length > 0 ? [`tagged ${tagged.join(', and ')}`] : []),
    ...(tagsNone ? [`${tagged.length > 0 ? 'but not' : 'not tagged'} ${listed(tagsNone, 'or', 'tags')}`] : []),
    ...(platform === undefined ? [] : [`on ${platform}`]),
  ].join(', ');
  if (nodeIds === undefined) return conditions === '' ? 'No host' : conditions[0]?.toUpperCase() + conditions.slice(1);
  const hosts = listed(nodeIds, 'and', 'hosts');
  return conditions === '' ? hosts : `${hosts}, ${conditions}`;
}

function listed(entries: readonly string[], last: 'and' | 'or', what: string): string {
  if (entries.length > namedMax) return `${entries.length} ${what}`;
  return entries.length < 2 ? (entries[0] ?? '') : `${entries.slice(0, -1).join(', ')} ${last} ${entries.at(-1)}`;
}
