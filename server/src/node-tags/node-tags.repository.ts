import { Injectable } from '@nestjs/common';
import { limits, type Selector } from '@hyprbox/contracts';
import { listOf, nullable, text } from '@hyprbox/contracts/schemas';
import { integer, rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { selectorSql } from '../selectors/selector.sql.js';

const change = rawQuery('nodeTags.change', { selected: integer, changed: listOf(text), overId: nullable(text) });
/** `overId`: the first node that would have too many tags; nothing was changed where there is one. */
export type TagChange = RowOf<typeof change>;

@Injectable()
export class NodeTagsRepository {
  /** Takes tags from all nodes that the selector selects and adds others behind those they have, in one statement. */
  async change(
    tx: Transaction,
    selector: Selector,
    add: readonly string[],
    remove: readonly string[],
  ): Promise<TagChange> {
    const parameters: unknown[] = [add, remove, limits.tagsPerNode];
    // Locked in the order in which heartbeats lock them, so that neither waits for the other in a circle.
    const [row] = await change.rows(
      tx.manager,
      `WITH selected AS MATERIALIZED (
         SELECT n.id, n.tags FROM nodes n WHERE n.decommissioned_at IS NULL
           AND ${selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n')}
         ORDER BY n.id FOR NO KEY UPDATE),
       wanted AS (
         SELECT id, tags AS before,
           ARRAY(SELECT kept.tag FROM unnest(tags) WITH ORDINALITY kept (tag, place)
             WHERE kept.tag <> ALL ($2::text[]) ORDER BY kept.place)
           || ARRAY(SELECT new.tag FROM unnest($1::text[]) WITH ORDINALITY new (tag, place)
             WHERE new.tag <> ALL (tags) ORDER BY new.place) AS after
         FROM selected),
       over AS (SELECT min(id) AS id FROM wanted WHERE cardinality(after) > $3 AND after <> before),
       changed AS (
         UPDATE nodes n SET tags = wanted.after FROM wanted, over
         WHERE n.id = wanted.id AND wanted.after <> wanted.before AND over.id IS NULL RETURNING n.id)
       SELECT (SELECT count(*)::integer FROM selected) AS selected, over.id AS "overId",
         ARRAY(SELECT id FROM changed ORDER BY id COLLATE "C") AS changed
       FROM over`,
      parameters,
    );
    if (!row) throw new Error('The change of tags gave no answer.');
    return row;
  }
}
