import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/unit-of-work.js';
import {
  candidatesSql,
  goneMountsSql,
  hostFiguresSql,
  isMountMetric,
  mountFiguresSql,
  type MetricRule,
} from './metric.sql.js';
import type { WatchedTarget } from './observation.js';

/** A figure of a host, or of one of its mounts. */
export interface FoundFigure {
  id: string;
  decommissioned: boolean;
  isSelected: boolean;
  /** Whether it is being heard. */
  reports: boolean;
  intervalSeconds: number;
  mount: string | null;
  value: number | null;
  /** Between the first and the last sample that it was made of. */
  spanSeconds: number | null;
}

@Injectable()
export class MetricsRepository {
  /** The hosts that may be beyond the threshold of each rule, by its place in the list. */
  async candidates(tx: Transaction, rules: readonly MetricRule[]): Promise<Map<number, string[]>> {
    if (rules.length === 0) return new Map();
    const parameters: unknown[] = [];
    const sql = candidatesSql(rules, (value) => `$${parameters.push(value)}`);
    const rows: { rule: number; id: string }[] = await tx.manager.query(sql, parameters);
    const found = new Map<number, string[]>();
    for (const { rule, id } of rows) {
      const ids = found.get(rule);
      if (ids) ids.push(id);
      else found.set(rule, [id]);
    }
    return found;
  }

  async figures(tx: Transaction, rule: MetricRule, ids: readonly string[]): Promise<FoundFigure[]> {
    const parameters: unknown[] = [];
    const bind = (value: unknown): string => `$${parameters.push(value)}`;
    const sqlOf = isMountMetric(rule.condition.metric) ? mountFiguresSql : hostFiguresSql;
    const rows: FoundFigure[] = await tx.manager.query(sqlOf(rule, ids, bind), parameters);
    return rows;
  }

  /** Those of the mounts that their hosts have not reported for so long, as `id mount`. */
  async goneMounts(tx: Transaction, goneSeconds: number, watched: readonly WatchedTarget[]): Promise<Set<string>> {
    const parameters: unknown[] = [];
    const sql = goneMountsSql(
      goneSeconds,
      (value) => `$${parameters.push(value)}`,
      watched.map(({ nodeId }) => nodeId ?? ''),
      watched.map(({ mount }) => mount ?? ''),
    );
    const rows: { id: string; mount: string }[] = await tx.manager.query(sql, parameters);
    return new Set(rows.map(({ id, mount }) => `${id} ${mount}`));
  }
}
