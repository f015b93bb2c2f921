import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HistoryMetricName } from '@hyprbox/contracts';
import type { HistoryPlan } from './history-plan.js';
import { fleetHistorySql, fleetPercentilesSql, nodesHistorySql, samplesHistorySql } from './history.sql.js';
import { fleetId } from './rollup-sizes.js';

/** One bucket that has samples. A figure's columns are null where no sample had it. */
export type HistoryRow = {
  node_id: string;
  bucket: Date;
  samples: number;
} & Record<`${HistoryMetricName}_${'avg' | 'min' | 'max'}`, number | null> &
  /** Only where they were asked for. */
  Partial<Record<`${HistoryMetricName}_percentiles`, [p5: number, p95: number] | null>>;

@Injectable()
export class HistoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The nodes' buckets in one query: what is rolled up, and the newest samples, which are not yet. */
  async ofNodes(
    nodeIds: readonly string[],
    plan: HistoryPlan,
    figures: readonly HistoryMetricName[],
  ): Promise<HistoryRow[]> {
    return this.dataSource.query(nodesHistorySql(plan.source, figures), [nodeIds, ...bounds(plan)]);
  }

  /** One node's buckets with their percentiles, from nothing but its samples. */
  async ofSamples(nodeId: string, plan: HistoryPlan, figures: readonly HistoryMetricName[]): Promise<HistoryRow[]> {
    return this.dataSource.query(samplesHistorySql(figures), [nodeId, ...bounds(plan)]);
  }

  /** How many a node sends by the interval that it names, or all together. */
  async samplesPerSecond(nodeId?: string): Promise<number> {
    const [row]: { perSecond: number }[] = await this.dataSource.query(
      `SELECT coalesce(sum(1.0 / greatest(interval_seconds, 1)), 0)::float8 AS "perSecond" FROM nodes
       WHERE ${nodeId === undefined ? 'decommissioned_at IS NULL' : 'id = $1'}`,
      nodeId === undefined ? [] : [nodeId],
    );
    return row?.perSecond ?? 0;
  }

  async ofFleet(plan: HistoryPlan, figures: readonly HistoryMetricName[]): Promise<HistoryRow[]> {
    const sql = plan.band === 'p5-p95' ? fleetPercentilesSql : fleetHistorySql;
    return this.dataSource.query(sql(plan.source, figures), [[fleetId], ...bounds(plan)]);
  }
}

function bounds({ startMs, stepSeconds, count }: HistoryPlan): unknown[] {
  return [new Date(startMs), new Date(startMs + stepSeconds * 1000 * count), stepSeconds];
}
