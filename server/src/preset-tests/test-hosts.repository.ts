import { Injectable } from '@nestjs/common';
import { flag, text } from '@hyprbox/contracts/schemas';
import { rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';

const lock = rawQuery('testHosts.lock', { id: text, isForTests: flag });

export type TestHost = RowOf<typeof lock>;

@Injectable()
export class TestHostsRepository {
  /** Those that are there and not decommissioned. They stay so, and keep their tags, until the transaction ends. */
  async lock(tx: Transaction, nodeIds: readonly string[], tag: string): Promise<TestHost[]> {
    return lock.rows(
      tx.manager,
      `SELECT id, $2 = ANY(tags) AS "isForTests" FROM nodes
       WHERE id = ANY($1) AND decommissioned_at IS NULL ORDER BY id FOR SHARE`,
      [nodeIds, tag],
    );
  }
}
