import { Injectable } from '@nestjs/common';
import type { Selector } from '@hyprbox/contracts';
import { flag, number, text } from '@hyprbox/contracts/schemas';
import { rawQuery, type RowOf } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';
import { listeningSinceSql } from '../../nodes/listening-since.sql.js';
import { selectorSql } from '../../selectors/selector.sql.js';

const silences = rawQuery('silence.find', {
  id: text,
  decommissioned: flag,
  isSelected: flag,
  /** How long it has said nothing although it could have been heard. */
  silentSeconds: number,
  /** Whether it has been heard since it could be heard last. */
  heardSince: flag,
});

export type FoundSilence = RowOf<typeof silences>;

@Injectable()
export class SilenceRepository {
  /** The selected hosts that are silent for so long, and those that are watched already. */
  async find(
    tx: Transaction,
    selector: Selector,
    afterSeconds: number,
    watched: readonly string[],
  ): Promise<FoundSilence[]> {
    const parameters: unknown[] = [afterSeconds, watched];
    const selected = selectorSql(selector, (value) => `$${parameters.push(value)}`, 'n');
    return silences.rows(
      tx.manager,
      `WITH intake AS MATERIALIZED (SELECT ${listeningSinceSql} AS since)
       SELECT n.id, n.decommissioned_at IS NOT NULL AS decommissioned, ${selected} AS "isSelected",
         extract(epoch FROM now() - greatest(n.last_seen_at, intake.since))::float8 AS "silentSeconds",
         n.last_seen_at >= intake.since AS "heardSince"
       FROM nodes n CROSS JOIN intake
       WHERE n.last_seen_at IS NOT NULL AND (n.id = ANY($2::text[]) OR (n.decommissioned_at IS NULL AND ${selected}
         AND greatest(n.last_seen_at, intake.since) <= now() - $1::float8 * interval '1 second'))`,
      parameters,
    );
  }
}
