import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Retention } from '@hyprbox/contracts';
import { flag, text } from '@hyprbox/contracts/schemas';
import { rawQuery } from './raw-query.js';

type Span = 'day' | 'month';

interface PartitionedTable {
  table: string;
  span: Span;
  /** Which setting says how long its rows are kept. */
  keep: keyof Retention;
  /** What goes on referring to rows that are past their retention. */
  needed?: StillNeeded;
}

/** Conditions in SQL; `$1` is where the partition begins, `$2` where it ends, `$3` the oldest time that is kept. */
interface StillNeeded {
  /** Whether the partition can't be dropped yet. */
  partition: string;
  /** Which rows of the table, called `kept`, lie in a partition that can't be dropped and are past their retention. */
  expiredRows?: string;
}

/** Samples that no roll-up has seen yet: a server that was off for longer than their retention still reads them. */
const notRolledUp = `EXISTS (SELECT 1 FROM rollup_progress WHERE until < $2)
  OR EXISTS (SELECT 1 FROM rollup_backlog WHERE at >= $1 AND at < $2)`;

/** An execution needs its output until its retention after its end; what waits for a host may wait for very long. */
const livingExecution = `(e.status IN ('QUEUED', 'RUNNING') OR e.finished_at > $3)`;

const livingOutput: StillNeeded = {
  partition: `EXISTS (SELECT 1 FROM executions e WHERE e.created_at >= $1 AND e.created_at < $2 AND ${livingExecution})`,
  expiredRows: `kept.day >= $1::timestamptz AND kept.day < $2::timestamptz AND NOT EXISTS (SELECT 1 FROM executions e
    WHERE e.id = kept.execution_id AND e.created_at >= $1 AND e.created_at < $2 AND ${livingExecution})`,
};

export const partitionedTables: readonly PartitionedTable[] = [
  { table: 'heartbeats', span: 'day', keep: 'samplesDays', needed: { partition: notRolledUp } },
  { table: 'heartbeats_1m', span: 'month', keep: 'rollup1mDays' },
  { table: 'heartbeats_10m', span: 'month', keep: 'rollup10mDays' },
  { table: 'heartbeats_1h', span: 'month', keep: 'rollup1hDays' },
  { table: 'execution_output', span: 'day', keep: 'outputDays', needed: livingOutput },
  { table: 'activity', span: 'day', keep: 'activityDays' },
];

/** Partitions are made this many spans ahead, so that a weekend without a working server makes no hole. */
const spansAhead: Record<Span, number> = { day: 3, month: 1 };

const partitionsOf = rawQuery('partitions.of', { name: text });
const isNeeded = rawQuery('partitions.isNeeded', { needed: flag });

const dayMs = 24 * 60 * 60 * 1000;

/** The catalogue's locks of a partition are asked for no longer than this: others would queue up behind. */
const lockMs = 2_000;
/** What leaves a partition that stays is a part of a day; nobody waits for it. */
const expiredRowsMs = 10 * 60 * 1000;

/**
 * Makes partitions ahead of time and drops those whose rows are all past their retention, and needed by nothing. The
 * database's own functions do either: the server's role may not change the schema.
 */
@Injectable()
export class PartitionKeeper {
  constructor(private readonly dataSource: DataSource) {}

  async makeAhead(now: Date): Promise<void> {
    for (const { table, span } of partitionedTables) {
      const starts = [];
      for (let start = startOf(now, span), i = 0; i <= spansAhead[span]; i++, start = next(start, span))
        starts.push(start);
      await this.make(table, starts);
    }
  }

  /** Makes the partitions that rows of these times need; samples that were kept by an agent may be days old. */
  async makeFor(table: string, times: Iterable<Date>): Promise<void> {
    const span = partitionedTables.find((each) => each.table === table)?.span ?? 'day';
    const starts = new Map<number, Date>();
    for (const time of times) {
      const start = startOf(time, span);
      starts.set(start.getTime(), start);
    }
    await this.make(table, [...starts.values()]);
  }

  /** @returns the names of the dropped partitions */
  async dropExpired(now: Date, retention: Retention): Promise<string[]> {
    const dropped: string[] = [];
    for (const { table, span, keep, needed } of partitionedTables) {
      const oldest = new Date(now.getTime() - retention[keep] * dayMs);
      const partitions = await partitionsOf.rows(
        this.dataSource,
        `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = $1::regclass ORDER BY 1`,
        [table],
      );
      for (const { name } of partitions) {
        const start = startFromName(table, name);
        if (!start || next(start, span) > oldest) continue;
        const bounds = [start, next(start, span), oldest];
        if (needed && (await this.isNeeded(needed, bounds))) await this.deleteExpired(table, needed, bounds);
        else if (await this.drop(table, start)) dropped.push(name);
      }
    }
    return dropped;
  }

  private async isNeeded({ partition }: StillNeeded, bounds: Date[]): Promise<boolean> {
    const [row] = await isNeeded.rows(
      this.dataSource,
      // Each condition names the bounds that it needs; the types of the others have to come from somewhere.
      `SELECT (${partition}) AS needed FROM (SELECT $1::timestamptz, $2::timestamptz, $3::timestamptz) bounds`,
      bounds,
    );
    return row?.needed ?? true;
  }

  private async deleteExpired(table: string, { expiredRows }: StillNeeded, bounds: Date[]): Promise<void> {
    if (expiredRows === undefined) return;
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL statement_timeout = ${expiredRowsMs}`);
      await manager.query(`DELETE FROM ${table} kept WHERE ${expiredRows}`, bounds);
    });
  }

  /** Dropping locks the whole table for a moment; behind a long reader it gives up, and the next round tries again. */
  private async drop(table: string, start: Date): Promise<boolean> {
    try {
      await this.change('SELECT drop_partition($1, $2)', table, start);
      return true;
    } catch (error) {
      if (hasCode(error, [lockNotAvailable])) return false;
      throw error;
    }
  }

  private async make(table: string, starts: Date[]): Promise<void> {
    for (const start of starts) {
      // Two servers may make the same one at the same time: the loser finds it there.
      await this.change('SELECT make_partition($1, $2)', table, start).catch((error: unknown) => {
        if (!hasCode(error, duplicates)) throw error;
      });
    }
  }

  private async change(statement: string, table: string, start: Date): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = ${lockMs}`);
      await manager.query(statement, [table, start]);
    });
  }
}

/** Midnight UTC of the day, or of the month's first day, that a time lies in. */
export function startOf(time: Date, span: Span): Date {
  const day = span === 'day' ? time.getUTCDate() : 1;
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), day));
}

function next(start: Date, span: Span): Date {
  return span === 'day'
    ? new Date(start.getTime() + dayMs)
    : new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
}

function startFromName(table: string, name: string): Date | undefined {
  const digits = name.slice(table.length + 1);
  const match = /^(\d{4})(\d{2})(\d{2})?$/.exec(digits);
  return match ? new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3] ?? 1))) : undefined;
}

/** duplicate_table, unique_violation in the catalogue, and duplicate_object. */
const duplicates = ['42P07', '23505', '42710'];
const lockNotAvailable = '55P03';

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
