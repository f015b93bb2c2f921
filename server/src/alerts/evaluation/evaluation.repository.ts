import { Injectable } from '@nestjs/common';
import { integer, rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';

/** Of this database; see `scheduled-tasks.repository.ts` for the others. */
const evaluationLock = 7_241_010;

const fleetSize = rawQuery('evaluation.fleetSize', { count: integer });

@Injectable()
export class EvaluationRepository {
  /** One evaluation at a time, whoever else believes that it is its turn. */
  async lock(tx: Transaction): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock($1)', [evaluationLock]);
  }

  async fleetSize(tx: Transaction): Promise<number> {
    const [row] = await fleetSize.rows(
      tx.manager,
      'SELECT count(*)::integer AS count FROM nodes WHERE decommissioned_at IS NULL AND last_seen_at IS NOT NULL',
    );
    return row?.count ?? 0;
  }
}
