import { Injectable } from '@nestjs/common';
import { nullable, number } from '@hyprbox/contracts/schemas';
import { integer, rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';

const failedDeliveries = rawQuery('self.failedDeliveries', { count: integer });
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

  /** How far the finest roll-ups are behind. */
  async secondsBehind(tx: Transaction): Promise<number> {
    const [row] = await secondsBehind.rows(
      tx.manager,
      `SELECT extract(epoch FROM now() - min(until))::float8 AS seconds FROM rollup_progress WHERE size = '1m'`,
    );
    return row?.seconds ?? 0;
  }
}
