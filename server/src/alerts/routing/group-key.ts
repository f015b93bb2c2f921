/** Of an alert, what groups go by. */
export interface GroupedAlert {
  ruleId: string;
  nodeId: string | null;
  tags: readonly string[];
}

const tagPrefix = 'tag:';

/** What tells the groups of a route apart, such as `rule:… node:web-1 tag:env:prod`; `all` where nothing does. */
export function groupKey(groupBy: readonly string[], { ruleId, nodeId, tags }: GroupedAlert): string {
  const parts = groupBy.map((by) => {
    if (by === 'rule') return `rule:${ruleId}`;
    if (by === 'node') return `node:${nodeId ?? ''}`;
    const prefix = by.slice(tagPrefix.length);
    const those = tags.filter((tag) => tag.startsWith(prefix));
    return `${tagPrefix}${those.toSorted().join(',')}`;
  });
  return parts.length === 0 ? 'all' : parts.join(' ');
}
