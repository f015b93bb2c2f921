import type { Selector } from '@hyprbox/contracts';
import { text } from '@hyprbox/contracts/schemas';
import { integer, rawQuery, type Connection } from '../database/raw-query.js';
import { selectorSql } from './selector.sql.js';

const selected = rawQuery('selectors.selectedNodes', { index: integer, id: text });

/** Which of some nodes each of several selectors selects: by the node, the places of the selectors. */
export async function selectedNodes(
  connection: Connection,
  selectors: readonly Selector[],
  nodeIds: readonly string[],
): Promise<Map<string, Set<number>>> {
  const found = new Map<string, Set<number>>();
  if (selectors.length === 0 || nodeIds.length === 0) return found;
  const parameters: unknown[] = [nodeIds];
  const each = selectors.map(
    (selector, index) =>
      `SELECT ${index} AS index, n.id FROM nodes n WHERE n.id = ANY($1::text[])
         AND ${selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n')}`,
  );
  for (const { index, id } of await selected.rows(connection, each.join(' UNION ALL '), parameters)) {
    found.set(id, (found.get(id) ?? new Set()).add(index));
  }
  return found;
}
