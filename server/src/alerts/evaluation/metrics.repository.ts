import { Injectable } from '@nestjs/common';
import { flag, nullable, number, text } from '@hyprbox/contracts/schemas';
import { integer, rawQuery, type RowOf } from '../../database/raw-query.js';
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

const candidates = rawQuery('metrics.candidates', { rule: integer, id: text });

const figures = rawQuery('metrics.figures', {
  id: text,
  decommissioned: flag,
  isSelected: flag,
  /** Whether it is being heard. */
  reports: flag,
  intervalSeconds: integer,
  mount: nullable(text),
  value: nullable(number),
  /** Between the first and the last sample that it was made of. */
  spanSeconds: nullable(number),
});

const goneMounts = rawQuery('metrics.goneMounts', { id: text, mount: text, fits: flag, readOnly: flag });

/** A figure of a host, or of one of its mounts. */
export type FoundFigure = RowOf<typeof figures>;

@Injectable()
export class MetricsRepository {
  /** The hosts that may be beyond the threshold of each rule, by its place in the list. */
  async candidates(tx: Transaction, rules: readonly MetricRule[]): Promise<Map<number, string[]>> {
    if (rules.length === 0) return new Map();
    const parameters: unknown[] = [];
    const sql = candidatesSql(rules, (value) => `$${parameters.push(value)}`);
    const rows = await candidates.rows(tx.manager, sql, parameters);
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
    const sql = sqlOf(rule, ids, bind);
    return figures.rows(tx.manager, sql, parameters);
  }

  /** Why mounts are not watched any more, by `id mount`: of those that are not. */
  async goneMounts(
    tx: Transaction,
    goneSeconds: number,
    watched: readonly WatchedTarget[],
    pattern = '*',
  ): Promise<Map<string, string>> {
    const parameters: unknown[] = [];
    const ids = watched.map(({ nodeId }) => nodeId ?? '');
    const mounts = watched.map(({ mount }) => mount ?? '');
    const sql = goneMountsSql({ goneSeconds, pattern, ids, mounts }, (value) => `$${parameters.push(value)}`);
    const rows = await goneMounts.rows(tx.manager, sql, parameters);
    return new Map(rows.map((row) => [`${row.id} ${row.mount}`, reasonOf(row)]));
  }
}

function reasonOf({ fits, readOnly }: RowOf<typeof goneMounts>): string {
  if (!fits) return 'The rule does not watch the filesystem any more.';
  return readOnly ? 'The filesystem is mounted read-only by now.' : 'The filesystem is not mounted any more.';
}
