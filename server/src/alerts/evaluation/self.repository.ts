import { Injectable } from '@nestjs/common';
import { nullable, number, text } from '@hyprbox/contracts/schemas';
import { integer, rawQuery } from '../../database/raw-query.js';
import type { Transaction } from '../../database/unit-of-work.js';

const failedDeliveries = rawQuery('self.failedDeliveries', { count: integer });
const overriddenApprovals = rawQuery('self.overriddenApprovals', { count: integer });
const presetFaults = rawQuery('self.presetFaults', {
  source: nullable(text),
  preset: nullable(text),
  problem: nullable(text),
  files: integer,
  count: integer,
});
const secondsBehind = rawQuery('self.secondsBehind', { seconds: nullable(number) });

/** What of the presets is not taken as it is. */
export interface PresetFault {
  /** The source, or the file beside the server. */
  where: string;
  /** Null where only single files are at fault. */
  problem: string | null;
  files: number;
}

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

  /** Repositories, and files beside the server, of which something is not taken as it is: how many, and the first. */
  async presetFaults(tx: Transaction): Promise<{ count: number; first: PresetFault | null }> {
    const [row] = await presetFaults.rows(
      tx.manager,
      `SELECT source, preset, problem, files, count(*) OVER ()::integer AS count FROM (
         SELECT name AS source, NULL AS preset, problem, fault_count AS files FROM preset_sources
         WHERE enabled AND state IN ('FAULTY', 'FAILED', 'DIVERGED')
         UNION ALL
         SELECT NULL, name, problem, 1 FROM presets WHERE origin = 'FILE' AND problem IS NOT NULL
       ) faults ORDER BY source, preset LIMIT 1`,
    );
    if (row === undefined) return { count: 0, first: null };
    const { source, preset, problem, files, count } = row;
    const where = source === null ? `The file of ${preset ?? 'a preset'}` : `The source “${source}”`;
    return { count, first: { where, problem, files } };
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
