import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { text } from '@hyprbox/contracts/schemas';
import { rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { historyColumns } from './metric-columns.js';
import { rollupAggregates } from './rollup.entity.js';
import { RollupProgressEntity } from './rollup-progress.entity.js';
import { fleetId, type RollupSize } from './rollup-sizes.js';

const rolledColumns = historyColumns.flatMap(({ column }) => rollupAggregates.map((kind) => `${column}_${kind}`));
const overwrite = `ON CONFLICT (node_id, at) DO UPDATE SET samples = excluded.samples, ${rolledColumns
  .map((column) => `${column} = excluded.${column}`)
  .join(', ')}`;
const ofSamples = historyColumns
  .flatMap(({ column }) => rollupAggregates.map((kind) => `${kind}(${column})`))
  .join(', ');
/** Each node weighs the same, however often it reports. */
const ofNodes = historyColumns
  .map(({ column }) => `avg(${column}_avg), min(${column}_min), max(${column}_max)`)
  .join(', ');

/** Times of a roll-up: `from` is in, `to` is not. */
export interface Span {
  from: Date;
  to: Date;
}

const lateHours = rawQuery('rollup.lateHours', { at: timestamp });
const lateNodes = rawQuery('rollup.lateNodes', {
  nodeId: text,
  /** The transaction that marked it last: another one has brought samples that the roll-up may not have seen. */
  mark: text,
});

/** A node with late samples in some hour. */
export type LateNode = RowOf<typeof lateNodes>;

@Injectable()
export class RollupRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Up to when each size is rolled up. */
  async progress(): Promise<Map<string, Date>> {
    const rows = await this.dataSource.manager.find(RollupProgressEntity);
    return new Map(rows.map(({ size, until }) => [size, until]));
  }

  async setProgress(tx: Transaction, size: RollupSize, until: Date): Promise<void> {
    await tx.manager.update(RollupProgressEntity, { size: size.name }, { until });
  }

  /**
   * Rolls up every bucket of the span, from the samples themselves so that means stay exact.
   *
   * @param nodeIds only these; all of them if left out
   */
  async rollUp(tx: Transaction, size: RollupSize, { from, to }: Span, nodeIds?: readonly string[]): Promise<void> {
    // An hour of a large fleet is millions of samples; nobody waits for this.
    await tx.manager.query(`SET LOCAL statement_timeout = '10min'; SET LOCAL work_mem = '32MB'`);
    await tx.manager.query(
      `INSERT INTO ${size.table} (node_id, at, samples, ${rolledColumns.join(', ')})
       SELECT node_id, date_bin('${size.seconds} seconds', at, 'epoch') AS bucket, count(*), ${ofSamples}
       FROM heartbeats WHERE at >= $1 AND at < $2 ${nodeIds ? 'AND node_id = ANY($3)' : ''}
       GROUP BY node_id, bucket ${overwrite}`,
      nodeIds ? [from, to, nodeIds] : [from, to],
    );
    await tx.manager.query(
      `INSERT INTO ${size.table} (node_id, at, samples, ${rolledColumns.join(', ')})
       SELECT '${fleetId}', at, sum(samples), ${ofNodes}
       FROM ${size.table} WHERE node_id <> '${fleetId}' AND at >= $1 AND at < $2
       GROUP BY at ${overwrite}`,
      [from, to],
    );
  }

  /** Hours with samples that came late, oldest first. */
  async lateHours(count: number): Promise<Date[]> {
    const rows = await lateHours.rows(this.dataSource, 'SELECT DISTINCT at FROM rollup_backlog ORDER BY at LIMIT $1', [
      count,
    ]);
    return rows.map(({ at }) => at);
  }

  /** The nodes with late samples in an hour. Nothing is locked: heartbeats add to the backlog while it is worked off. */
  async lateNodes(tx: Transaction, hour: Date): Promise<LateNode[]> {
    return lateNodes.rows(
      tx.manager,
      'SELECT node_id AS "nodeId", xmin::text AS mark FROM rollup_backlog WHERE at = $1 ORDER BY node_id',
      [hour],
    );
  }

  /** Takes nodes out of the backlog, but not those that were marked again since they were read, or are being marked. */
  async dropLate(tx: Transaction, hour: Date, nodes: readonly LateNode[]): Promise<void> {
    await tx.manager.query(
      `DELETE FROM rollup_backlog b USING (
         SELECT node_id FROM rollup_backlog
         WHERE at = $1 AND (node_id, xmin::text) IN (SELECT * FROM unnest($2::text[], $3::text[]))
         FOR UPDATE SKIP LOCKED) AS done
       WHERE b.at = $1 AND b.node_id = done.node_id`,
      [hour, nodes.map(({ nodeId }) => nodeId), nodes.map(({ mark }) => mark)],
    );
  }
}
