import { Injectable } from '@nestjs/common';
import { text } from '@hyprbox/contracts/schemas';
import type { EntityManager } from 'typeorm';
import { rawQuery, timestamp, type RowOf } from '../../database/raw-query.js';

const first = rawQuery('criticalAlerts.first', { nodeId: text, ruleName: text, firedAt: timestamp });

/** A critical alert that fired on a host. */
export type CriticalAlert = RowOf<typeof first>;

/** Reads whether hosts came to harm. */
@Injectable()
export class CriticalAlerts {
  /** The first critical alert that has fired on one of the hosts since a time, whether it is resolved by now or not. */
  async firstSince(manager: EntityManager, since: Date, nodeIds: readonly string[]): Promise<CriticalAlert | null> {
    const [row] = await first.rows(
      manager,
      `SELECT node_id AS "nodeId", rule_name AS "ruleName", fired_at AS "firedAt" FROM alerts
       WHERE node_id = ANY($1) AND severity = 'CRITICAL' AND fired_at >= $2 ORDER BY fired_at, id LIMIT 1`,
      [nodeIds, since],
    );
    return row ?? null;
  }
}
