import type { Logger } from 'pino';
import { flag, nullable, text } from '@hyprbox/contracts/schemas';
import { StartError } from '../common/start-error.js';
import { createDataSource, migrationNames } from './data-source.js';
import { requireWrites } from './database-requirements.js';
import { rawQuery } from './raw-query.js';

const currentRole = rawQuery('role.current', { role: text });
const migrationsTable = rawQuery('role.migrationsTable', { migrations: nullable(text) });
const migrationsRun = rawQuery('role.migrationsRun', { name: text });
const rightsOfRole = rawQuery('role.rights', { role: text, mayRewrite: flag, mayCreate: flag });

/** The name of the role that a URL signs in as: a proxy in front may give it another one than the URL says. */
export async function roleOf(url: string): Promise<string> {
  await using dataSource = await connected(url);
  const [row] = await currentRole.rows(dataSource, 'SELECT current_user::text AS role');
  if (!row) throw new Error('The database did not tell its user.');
  return row.role;
}

/**
 * Looks with the server's own connection at what was migrated with another one. Rights beyond those that the server needs
 * are told of, as they make the second role useless.
 *
 * @throws StartError where the two lead to different databases
 */
export async function checkApplicationRole(url: string, logger: Pick<Logger, 'warn'>): Promise<void> {
  await using dataSource = await connected(url);
  const [there] = await migrationsTable.rows(dataSource, `SELECT to_regclass('migrations')::text AS migrations`);
  const ran = there?.migrations ? await migrationsRun.rows(dataSource, 'SELECT name FROM migrations') : [];
  if (!migrationNames.every((name) => ran.some((each) => each.name === name))) {
    throw new StartError(
      'HYPRBOX_DATABASE_URL leads to another database than HYPRBOX_MIGRATION_DATABASE_URL: what was migrated there is missing here. Correct one of them.',
    );
  }
  const [rights] = await rightsOfRole.rows(
    dataSource,
    `SELECT current_user::text AS role, has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
       has_table_privilege('audit_events', 'UPDATE, DELETE, TRUNCATE') AS "mayRewrite"`,
  );
  if (rights?.mayRewrite || rights?.mayCreate) {
    const what = rights.mayRewrite ? 'change the audit trail' : 'make tables';
    logger.warn(
      `The role "${rights.role}" of HYPRBOX_DATABASE_URL may ${what}, which the server does not need: it is a superuser, the owner of the schema or a member of it, or was granted more than HyprBox grants.`,
    );
  }
}

async function connected(url: string) {
  const dataSource = await createDataSource(url).initialize();
  try {
    await requireWrites(dataSource);
    return Object.assign(dataSource, { [Symbol.asyncDispose]: () => dataSource.destroy() });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}
