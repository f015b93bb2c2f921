import { QueryFailedError } from 'typeorm';

/** Node's and PostgreSQL's codes for a server that is not there, is starting, or is going (classes 08 and 57P). */
const awayCodes = /^(08\w{3}|57P\d\d|53300|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|25P03)$/;
/** What the driver and TypeORM say when a connection is lost under them, also in the middle of a transaction. */
const awayMessages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|driver not connected|pool (is|after)|query runner (was )?already released/i;

/** Whether a query failed because the database is not there for now, so that it may be tried again. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (awayCodes.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  return awayMessages.test(error.message);
}
