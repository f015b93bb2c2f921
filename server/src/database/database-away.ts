import { QueryFailedError } from 'typeorm';
import { UnavailableError } from '../common/domain-error.js';

/** Why the database can't do for now what it was asked to. Nothing of its own words is shown. */
export interface DatabaseFault {
  /** One word for metrics. */
  cause: string;
  /** For whoever called: what is the matter, and that it may be tried again. */
  detail: string;
  retryAfterSeconds: number;
}

const away: DatabaseFault = {
  cause: 'away',
  detail: 'The database is away for the moment; try again.',
  retryAfterSeconds: 2,
};

export const readOnly: DatabaseFault = {
  cause: 'read-only',
  detail: 'The database takes no writes for the moment: it is a standby, or set read-only. Try again later.',
  retryAfterSeconds: 5,
};

/** Also while it runs: a role's password may be changed under it. */
export const refused: DatabaseFault = {
  cause: 'refused',
  detail: 'The database refuses the server: it no longer takes its password, or does not let its user in.',
  retryAfterSeconds: 30,
};

/** By Node's and PostgreSQL's codes (its appendix A). */
const faults: readonly [codes: RegExp, fault: DatabaseFault][] = [
  [
    /^DATABASE_BUSY$/,
    {
      cause: 'busy',
      detail: "All of the server's connections to the database are in use; try again.",
      retryAfterSeconds: 2,
    },
  ],
  [
    /^53300$/,
    {
      cause: 'connections',
      detail: 'The database takes no more connections for the moment; try again.',
      retryAfterSeconds: 5,
    },
  ],
  [/^25006$/, readOnly],
  [/^28(000|P01)$/, refused],
  [
    /^(53100|ENOSPC)$/,
    {
      cause: 'disk-full',
      detail: "The database's disk is full: nothing is stored until there is room on it.",
      retryAfterSeconds: 30,
    },
  ],
  [
    /^53[24]00$/,
    {
      cause: 'resources',
      detail: 'The database has run out of memory or another resource; try again.',
      retryAfterSeconds: 10,
    },
  ],
  [
    /^58\w{3}$/,
    { cause: 'disk', detail: 'The database can not read or write its disk; its log says more.', retryAfterSeconds: 30 },
  ],
  [/^57014$/, { cause: 'slow', detail: 'The database did not answer in time; try again.', retryAfterSeconds: 5 }],
  [
    /^(55P03|40001|40P01)$/,
    {
      cause: 'locked',
      detail: 'Other work on the same things was in the way for too long; try again.',
      retryAfterSeconds: 2,
    },
  ],
  // Not there, starting, or going (classes 08 and 57P), also in the middle of a transaction.
  [
    /^(DATABASE_AWAY|08\w{3}|57P\d\d|25P0[34]|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/,
    away,
  ],
];
/** What the driver and TypeORM say when a connection is lost under them; they give no code. */
const awayMessages =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|client has encountered a connection error|client was closed|not queryable|driver not connected|pool (is|after)|query runner (was )?already released/i;

/** Why a query failed, if it may be tried again: null for a fault of the query itself. */
export function databaseFault(error: unknown): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = faults.find(([codes]) => codes.test(code));
  if (known) return known[1];
  if (error instanceof AggregateError) return error.errors.map(databaseFault).find((fault) => fault !== null) ?? null;
  return awayMessages.test(error.message) ? away : null;
}

/** A failure of the database as callers are told of it; null for any other. */
export function unavailableDatabase(error: unknown): UnavailableError | null {
  const fault = databaseFault(error);
  return fault && new UnavailableError(fault.detail, fault.retryAfterSeconds);
}

/** Whether a query failed because of the database's state, so that it may be tried again. */
export function isDatabaseAway(error: unknown): boolean {
  return databaseFault(error) !== null;
}
