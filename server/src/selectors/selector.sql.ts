import type { Selector } from '@hyprbox/contracts';

/**
 * Whether a selector selects a node, as a condition in SQL. What it says of decommissioned ones is the caller's to leave out.
 *
 * @param bind takes up a parameter and gives its place
 * @param node the alias of the row of `nodes`
 */
export function selectorSql(selector: Selector, bind: (value: unknown) => string, node: string): string {
  const { nodeIds, tagsAny, tagsAll, tagsNone, platform } = selector;
  const conditions: string[] = [];
  if (nodeIds) conditions.push(`${node}.id = ANY(${bind(nodeIds)}::text[])`);
  if (tagsAny) conditions.push(`${node}.tags && ${bind(tagsAny)}::text[]`);
  if (tagsAll) conditions.push(`${node}.tags @> ${bind(tagsAll)}::text[]`);
  if (tagsNone) conditions.push(`NOT ${node}.tags && ${bind(tagsNone)}::text[]`);
  if (platform) conditions.push(`strpos(${platformSql(node)}, lower(${bind(platform)}::text)) > 0`);
  return conditions.length === 0 ? 'true' : `(${conditions.join(' AND ')})`;
}

/** What a node's agent says of its operating system and architecture, in lower case. */
function platformSql(node: string): string {
  return `lower(concat_ws(' ', ${node}.inventory ->> 'os', ${node}.inventory ->> 'architecture'))`;
}
