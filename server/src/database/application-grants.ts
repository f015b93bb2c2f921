import pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { flag, listOf, text } from '@hyprbox/contracts/schemas';
import { StartError } from '../common/start-error.js';
import { rawQuery, type RowOf } from './raw-query.js';

type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

const usual: readonly Privilege[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
/** Tables with which the server's role may do less. */
const lesser: Readonly<Record<string, readonly Privilege[]>> = {
  audit_events: ['SELECT', 'INSERT'],
  // Tables of one row, which a migration makes.
  audit_head: ['SELECT', 'UPDATE'],
  activity_head: ['SELECT', 'UPDATE'],
  alert_routes: ['SELECT', 'UPDATE'],
  heartbeat_intake: ['SELECT', 'UPDATE'],
  migrations: ['SELECT'],
  preset_versions: ['SELECT', 'INSERT'],
};

const granted = {
  /** As it is written in SQL. */
  object: text,
  name: text,
  /** Some of them may be ones that nobody is given here, such as `TRUNCATE`. */
  privileges: listOf(text),
};
const roleNamed = rawQuery('grants.roleNamed', {});
const grantedSchema = rawQuery('grants.schema', { object: text, usage: flag, create: flag });
const grantedTables = rawQuery('grants.tables', granted);
const grantedFunctions = rawQuery('grants.functions', granted);
type Granted = RowOf<typeof grantedTables>;

/**
 * Gives the role that the server works as what it needs of the schema, and takes what it has beyond. Whatever migrations
 * made since the last time is covered. A partition is reached through its table, so it is granted to nobody.
 *
 * @throws StartError where there is no such role
 */
export async function grantToApplication(dataSource: DataSource, role: string): Promise<void> {
  const [found] = await roleNamed.rows(dataSource, 'SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (!found) {
    throw new StartError(
      `There is no role "${role}", which HYPRBOX_DATABASE_URL names: CREATE ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD '…'.`,
    );
  }
  await dataSource.transaction(async (manager) => {
    await grantSchema(manager, role);
    for (const table of await tables(manager, role)) {
      await grant(manager, role, `TABLE ${table.object}`, table.privileges, lesser[table.name] ?? usual);
    }
    for (const { object, privileges } of await functions(manager, role)) {
      await grant(manager, role, `FUNCTION ${object}`, privileges, ['EXECUTE']);
    }
  });
}

/** A backup that was restored without its privileges leaves functions as PostgreSQL makes them: for everybody. */
export async function closeFunctions(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (manager) => {
    for (const { object, privileges } of await functions(manager, null)) {
      if (privileges.length > 0) await manager.query(`REVOKE ALL ON FUNCTION ${object} FROM PUBLIC`);
    }
  });
}

async function grantSchema(manager: EntityManager, role: string): Promise<void> {
  const [schema] = await grantedSchema.rows(
    manager,
    `SELECT quote_ident(current_schema()) AS object, has_schema_privilege($1, current_schema(), 'USAGE') AS usage,
       EXISTS (SELECT FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = current_schema()
         AND a.grantee = quote_ident($1)::regrole AND a.privilege_type = 'CREATE') AS create`,
    [role],
  );
  if (!schema) throw new Error('The database has no schema to work in.');
  const name = pg.escapeIdentifier(role);
  if (schema.create) await manager.query(`REVOKE CREATE ON SCHEMA ${schema.object} FROM ${name}`);
  if (!schema.usage) await manager.query(`GRANT USAGE ON SCHEMA ${schema.object} TO ${name}`);
}

/** Tables of the schema that the migrating role owns, and what the role was granted on each. */
async function tables(manager: EntityManager, role: string): Promise<Granted[]> {
  return grantedTables.rows(
    manager,
    `SELECT c.oid::regclass::text AS object, c.relname AS name, array(
       SELECT a.privilege_type FROM aclexplode(c.relacl) a WHERE a.grantee = quote_ident($1)::regrole) AS privileges
     FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND pg_has_role(c.relowner, 'USAGE') AND c.relowner <> quote_ident($1)::regrole`,
    [role],
  );
}

/** Those that act with their owner's rights; of others, PostgreSQL lets everybody call what it lets them see. */
async function functions(manager: EntityManager, role: string | null): Promise<Granted[]> {
  return grantedFunctions.rows(
    manager,
    `SELECT p.oid::regprocedure::text AS object, p.proname AS name, array(
       SELECT a.privilege_type FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
       WHERE a.grantee = CASE WHEN $1::text IS NULL THEN 0 ELSE quote_ident($1)::regrole::oid END) AS privileges
     FROM pg_proc p
     WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef AND pg_has_role(p.proowner, 'USAGE')
       AND p.proowner IS DISTINCT FROM quote_ident($1)::regrole::oid`,
    [role],
  );
}

async function grant(
  manager: EntityManager,
  role: string,
  object: string,
  has: readonly string[],
  wanted: readonly string[],
): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const tooMany = has.filter((each) => !wanted.includes(each));
  const missing = wanted.filter((each) => !has.includes(each));
  if (tooMany.length > 0) await manager.query(`REVOKE ${tooMany.join(', ')} ON ${object} FROM ${name}`);
  if (missing.length > 0) await manager.query(`GRANT ${missing.join(', ')} ON ${object} TO ${name}`);
}
