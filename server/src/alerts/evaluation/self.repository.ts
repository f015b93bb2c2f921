import { Injectable } from '@nestjs/common';
import { nullable, number } from '@hyprbox/contracts/schemas';
import { integer, rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';

const failedDeliveries = rawQuery('self.failedDeliveries', { count: integer });
const overriddenApprovals = rawQuery('self.overriddenApprovals', { count: integer });
const unwellPresetSources = rawQuery('self.unwellPresetSources', { count: integer });
const secondsBehind = rawQuery('self.secondsBehind', { seconds: nullable(number) });

@Injectable()
export class SelfRepository {
  /** Messages of the last hour that could not be delivered for good. */
  async failedDeliveries(tx: Transaction): Promise<number> {
    const [row] = await failedDeliveries.rows(
      tx.manager,
      `SELECT count(*)::integer AS count FROM alert_deliveries
       WHERE status = 'FAILED' AND event <> 'test' AND due_at > now() - interval '1 hour'`,
    );
    return row?.count ?? 0;
  }

  /** Approvals of the last hour that an admin overrode. */
  async overriddenApprovals(tx: Transaction): Promise<number> {
    const [row] = await overriddenApprovals.rows(
      tx.manager,
      `SELECT count(*)::integer AS count FROM approvals
       WHERE state = 'OVERRIDDEN' AND decided_at > now() - interval '1 hour'`,
    );
    return row?.count ?? 0;
  }

  /** Repositories, and files beside the server, of which something is not taken as it is. */
  async unwellPresetSources(tx: Transaction): Promise<number> {
    const [row] = await unwellPresetSources.rows(
      tx.manager,
      `SELECT (SELECT count(*) FROM preset_sources WHERE enabled AND state IN ('FAULTY', 'FAILED', 'DIVERGED'))::integer
         + (SELECT count(*) FROM presets WHERE origin = 'FILE' AND problem IS NOT NULL)::integer AS count`,
    );
    return row?.count ?? 0;
  }

  /** How far the finest roll-ups are behind. */
  async secondsBehind(tx: Transaction): Promise<number> {
    const [row] = await secondsBehind.rows(
      tx.manager,
      `SELECT extract(epoch FROM now() - min(until))::float8 AS seconds FROM rollup_progress WHERE size = '1m'`,
    );
    return row?.seconds ?? 0;
  }
}
