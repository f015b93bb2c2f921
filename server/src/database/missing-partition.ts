import { QueryFailedError } from 'typeorm';
import { partitionedTables } from './partitions.js';

/** A row that no partition takes: it was dropped by retention, or a clock is days ahead of those made so far. */
export interface MissingPartition {
  table: string;
  /** A time that the partition is to hold. */
  time: Date;
}

/** check_violation is also what PostgreSQL says of a row without a partition, which violates no constraint by name. */
const checkViolation = '23514';
/** Only the detail holds the row's key. The words around it are in the language of the database. */
const keyInDetail = /\(\w+\) = \(([^)]+)\)/;

/** Reads from a failed write which partition it lacked; null if it failed for another reason. */
export function missingPartition(error: unknown): MissingPartition | null {
  if (!(error instanceof QueryFailedError)) return null;
  const cause: Error & { code?: unknown; table?: unknown; constraint?: unknown; detail?: unknown } = error.driverError;
  if (cause.code !== checkViolation || cause.constraint !== undefined) return null;
  const partitioned = partitionedTables.find(({ table }) => table === cause.table);
  const time = new Date(keyInDetail.exec(String(cause.detail))?.[1] ?? Number.NaN);
  return partitioned && !Number.isNaN(time.getTime()) ? { table: partitioned.table, time } : null;
}
