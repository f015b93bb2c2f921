import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Retention } from '@hyprbox/contracts';

type Span = 'day' | 'month';

interface PartitionedTable {
  table: string;
  span: Span;
  /** Which setting says how long its rows are kept. */
  keep: keyof Retention;
}

export const partitionedTables: readonly PartitionedTable[] = [
  { table: 'heartbeats', span: 'day', keep: 'samplesDays' },
  { table: 'heartbeats_1m', span: 'month', keep: 'rollup1mDays' },
  { table: 'heartbeats_10m', span: 'month', keep: 'rollup10mDays' },
  { table: 'heartbeats_1h', span: 'month', keep: 'rollup1hDays' },
  { table: 'execution_output', span: 'day', keep: 'outputDays' },
  { table: 'activity', span: 'day', keep: 'activityDays' },
];

/** Partitions are made this many spans ahead, so that a weekend without a working server makes no hole. */
const spansAhead: Record<Span, number> = { day: 3, month: 1 };

const dayMs = 24 * 60 * 60 * 1000;

/** Makes partitions ahead of time and drops those whose rows are all past their retention. */
@Injectable()
export class PartitionKeeper {
  constructor(private readonly dataSource: DataSource) {}

  async makeAhead(now: Date): Promise<void> {
    for (const { table, span } of partitionedTables) {
      const starts = [];
      for (let start = startOf(now, span), i = 0; i <= spansAhead[span]; i++, start = next(start, span))
        starts.push(start);
      await this.make(table, span, starts);
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
    await this.make(table, span, [...starts.values()]);
  }

  /** @returns the names of the dropped partitions */
  async dropExpired(now: Date, retention: Retention): Promise<string[]> {
    const dropped: string[] = [];
    for (const { table, span, keep } of partitionedTables) {
      const oldest = new Date(now.getTime() - retention[keep] * dayMs);
      const partitions: { name: string }[] = await this.dataSource.query(
        `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = $1::regclass ORDER BY 1`,
        [table],
      );
      for (const { name } of partitions) {
        const start = startFromName(table, name);
        if (start && next(start, span) <= oldest) {
          if (await this.drop(name)) dropped.push(name);
        }
      }
    }
    return dropped;
  }

  /** Dropping locks the whole table for a moment; behind a long reader it gives up, and the next round tries again. */
  private async drop(name: string): Promise<boolean> {
    try {
      await this.dataSource.transaction(async (manager) => {
        await manager.query(`SET LOCAL lock_timeout = '2s'`);
        await manager.query(`DROP TABLE IF EXISTS "${name}"`);
      });
      return true;
    } catch (error) {
      if (hasCode(error, [lockNotAvailable])) return false;
      throw error;
    }
  }

  private async make(table: string, span: Span, starts: Date[]): Promise<void> {
    for (const start of starts) {
      const [from, to] = [start, next(start, span)].map((date) => date.toISOString());
      // Two servers may make the same one at the same time: the loser finds it there.
      await this.dataSource
        .query(
          `CREATE TABLE IF NOT EXISTS "${nameOf(table, span, start)}" PARTITION OF ${table} FOR VALUES FROM ('${from}') TO ('${to}')`,
        )
        .catch((error: unknown) => {
          if (!hasCode(error, duplicates)) throw error;
        });
    }
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

function nameOf(table: string, span: Span, start: Date): string {
  const digits = start.toISOString().slice(0, span === 'day' ? 10 : 7);
  return `${table}_${digits.replaceAll('-', '')}`;
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
