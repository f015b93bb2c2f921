import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';

@Injectable()
export class SelfRepository {
  /** Messages of the last hour that could not be delivered for good. */
  async failedDeliveries(tx: Transaction): Promise<number> {
    const [row]: { count: number }[] = await tx.manager.query(
      `SELECT count(*)::integer AS count FROM alert_deliveries
       WHERE status = 'FAILED' AND event <> 'test' AND due_at > now() - interval '1 hour'`,
    );
    return row?.count ?? 0;
  }

  /** How far the finest roll-ups are behind. */
  async secondsBehind(tx: Transaction): Promise<number> {
    const [row]: { seconds: number }[] = await tx.manager.query(
      `SELECT extract(epoch FROM now() - min(until))::float8 AS seconds FROM rollup_progress WHERE size = '1m'`,
    );
    return row?.seconds ?? 0;
  }
}
