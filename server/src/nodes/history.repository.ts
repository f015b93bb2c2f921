import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { historyMetricNames, type HistoryMetricName } from '@hyprbox/contracts';
import { nullable, number, text, Type } from '@hyprbox/contracts/schemas';
import { rawQuery, timestamp, type RowOf } from '../database/raw-query.js';
import type { HistoryPlan } from './history-plan.js';
import { fleetHistorySql, fleetPercentilesSql, nodesHistorySql, samplesHistorySql } from './history.sql.js';
import { fleetId } from './rollup-sizes.js';

const figure = Type.Optional(nullable(number));
const percentiles = Type.Optional(nullable(Type.Tuple([number, number])));
/** Of the figures that were asked for; null where no sample had it. */
const figures = Object.fromEntries(
  historyMetricNames.flatMap((name) => [
    ...(['avg', 'min', 'max'] as const).map((kind) => [`${name}_${kind}`, figure]),
    [`${name}_percentiles`, percentiles],
  ]),
  // The names are the contract's own list.
) as Record<`${HistoryMetricName}_${'avg' | 'min' | 'max'}`, typeof figure> &
  Record<`${HistoryMetricName}_percentiles`, typeof percentiles>;

const columns = { node_id: text, bucket: timestamp, samples: number, ...figures };
const ofNodes = rawQuery('history.ofNodes', columns);
const ofSamples = rawQuery('history.ofSamples', columns);
const ofFleet = rawQuery('history.ofFleet', columns);
const samplesPerSecond = rawQuery('history.samplesPerSecond', { perSecond: number });

/** One bucket that has samples. */
export type HistoryRow = RowOf<typeof ofNodes>;

@Injectable()
export class HistoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The nodes' buckets in one query: what is rolled up, and the newest samples, which are not yet. */
  async ofNodes(
    nodeIds: readonly string[],
    plan: HistoryPlan,
    figures: readonly HistoryMetricName[],
  ): Promise<HistoryRow[]> {
    return ofNodes.rows(this.dataSource, nodesHistorySql(plan.source, figures), [nodeIds, ...bounds(plan)]);
  }

  /** One node's buckets with their percentiles, from nothing but its samples. */
  async ofSamples(nodeId: string, plan: HistoryPlan, figures: readonly HistoryMetricName[]): Promise<HistoryRow[]> {
    return ofSamples.rows(this.dataSource, samplesHistorySql(figures), [nodeId, ...bounds(plan)]);
  }

  /** How many a node sends by the interval that it names, or all together. */
  async samplesPerSecond(nodeId?: string): Promise<number> {
    const [row] = await samplesPerSecond.rows(
      this.dataSource,
      `SELECT coalesce(sum(1.0 / greatest(interval_seconds, 1)), 0)::float8 AS "perSecond" FROM nodes
       WHERE ${nodeId === undefined ? 'decommissioned_at IS NULL' : 'id = $1'}`,
      nodeId === undefined ? [] : [nodeId],
    );
    return row?.perSecond ?? 0;
  }

  async ofFleet(plan: HistoryPlan, figures: readonly HistoryMetricName[]): Promise<HistoryRow[]> {
    const sql = plan.band === 'p5-p95' ? fleetPercentilesSql : fleetHistorySql;
    return ofFleet.rows(this.dataSource, sql(plan.source, figures), [[fleetId], ...bounds(plan)]);
  }
}

function bounds({ startMs, stepSeconds, count }: HistoryPlan): unknown[] {
  return [new Date(startMs), new Date(startMs + stepSeconds * 1000 * count), stepSeconds];
}
