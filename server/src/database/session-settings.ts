import type pg from 'pg';
import { databaseLimits } from './database-limits.js';

export interface StatementLimits {
  /** 0: none. */
  statementMs: number;
  lockMs: number;
}

export const usualLimits: StatementLimits = databaseLimits;

/**
 * What the server relies on in every session, whatever is set for the role, the database or the whole PostgreSQL. Whether
 * writes are allowed is left to them: somebody who sets a database read-only means it.
 */
const settings: Record<string, string> = {
  client_encoding: 'UTF8',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  row_security: 'on',
  idle_in_transaction_session_timeout: String(databaseLimits.idleInTransactionMs),
  // The database notices in its turn that a server is gone, and lets go of what that one had locked.
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '2',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '10000',
};

/**
 * The schema that holds HyprBox's tables; where there are none yet, the one that new tables go to. A search path that was
 * changed later must not make a second, empty HyprBox.
 */
const schema = `coalesce(
  (SELECT quote_ident(n.nspname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relname = 'audit_head' AND c.relkind = 'r' AND has_schema_privilege(n.oid, 'USAGE')
   ORDER BY n.nspname = current_schema() DESC, n.nspname = 'public' DESC LIMIT 1),
  quote_ident(current_schema()), 'public')`;

/**
 * Sets them in a new session. By SET and not by the start-up packet, because a PgBouncer in front refuses parameters there
 * that it does not know.
 */
export async function prepareSession(client: pg.ClientBase, limits = usualLimits): Promise<void> {
  const all = {
    ...settings,
    statement_timeout: String(limits.statementMs),
    lock_timeout: String(limits.lockMs),
  };
  const calls = Object.entries(all).map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', false)`);
  await client.query(`SELECT pg_catalog.set_config('search_path', ${schema}, false), ${calls.join(', ')}`);
}
