import { Injectable } from '@nestjs/common';
import type { Selector } from '@hyprbox/contracts';
import { nullable, text } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';
import { selectorSql } from '../../selectors/selector.sql.js';

const quietest = rawQuery('pastSilences.quietest', { id: text });
const silences = rawQuery('pastSilences.find', {
  nodeId: text,
  from: timestamp,
  /** Null while it lasts. */
  to: nullable(timestamp),
});

/** A time in which a host said nothing, from when it was heard last. */
export type PastSilence = RowOf<typeof silences>;

/** When hosts said nothing in the last 7 days, for rules that are only tried. */
@Injectable()
export class PastSilencesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The hosts of which the least was heard since they were heard first, for as long as they are there. */
  async quietestHosts(selector: Selector, count: number): Promise<string[]> {
    const parameters: unknown[] = [count];
    const selected = selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n');
    const rows = await quietest.rows(
      this.dataSource,
      `SELECT n.id FROM nodes n LEFT JOIN heartbeats_1h r ON r.node_id = n.id AND r.at >= now() - interval '7 days'
       WHERE n.decommissioned_at IS NULL AND n.last_seen_at >= now() - interval '7 days' AND ${selected}
       GROUP BY n.id
       ORDER BY coalesce(sum(r.samples) * n.interval_seconds / extract(epoch FROM now() - min(r.at)), 1), n.id LIMIT $1`,
      parameters,
    );
    return rows.map(({ id }) => id);
  }

  /** Of samples that came in time, as a host that reports later was silent until then. The newest first. */
  async find(ids: readonly string[], afterSeconds: number, count: number): Promise<PastSilence[]> {
    return silences.rows(
      this.dataSource,
      `WITH heard AS (
         SELECT h.node_id, h.at FROM heartbeats h
         WHERE h.node_id = ANY($1::text[]) AND h.at >= now() - interval '7 days' AND NOT h.late
         UNION SELECT id, last_seen_at FROM nodes WHERE id = ANY($1::text[]) AND last_seen_at IS NOT NULL),
       pauses AS (SELECT node_id, at, lead(at) OVER (PARTITION BY node_id ORDER BY at) AS next FROM heard)
       SELECT node_id AS "nodeId", at AS "from", next AS "to" FROM pauses
       WHERE coalesce(next, now()) - at >= $2::float8 * interval '1 second' ORDER BY at DESC LIMIT $3`,
      [ids, afterSeconds, count],
    );
  }
}
