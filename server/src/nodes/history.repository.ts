import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HistoryMetricName } from '@hyprbox/contracts';
import type { HistoryPlan } from './history-plan.js';
import { fleetHistorySql, nodesHistorySql } from './history.sql.js';
import { fleetId } from './rollup-sizes.js';

/** One bucket that has samples. A figure's three columns are null where no sample had it. */
export type HistoryRow = {
  node_id: string;
  bucket: Date;
  samples: number;
} & Record<`${HistoryMetricName}_${'avg' | 'min' | 'max'}`, number | null>;

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

  async ofFleet(plan: HistoryPlan, figures: readonly HistoryMetricName[]): Promise<HistoryRow[]> {
    return this.dataSource.query(fleetHistorySql(plan.source, figures), [[fleetId], ...bounds(plan)]);
  }
}

function bounds({ startMs, stepSeconds, count }: HistoryPlan): unknown[] {
  return [new Date(startMs), new Date(startMs + stepSeconds * 1000 * count), stepSeconds];
}
