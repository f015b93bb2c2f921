import type { Config } from '../config/environment.js';
import type { EmbeddedPostgres } from './embedded/embedded-postgres.js';

/**
 * With which roles the database is used. Whoever migrates owns the schema; the server has only the rights that it works
 * with. Where both are one, that role does both.
 */
export interface DatabaseAccess {
  url: string;
  migrationUrl: string;
}

/** @param embedded the started PostgreSQL, where the settings name none */
export function databaseAccess(config: Config, embedded: EmbeddedPostgres | null): DatabaseAccess {
  const { databaseUrl, migrationDatabaseUrl } = config;
  if (databaseUrl !== null) return { url: databaseUrl, migrationUrl: migrationDatabaseUrl ?? databaseUrl };
  if (embedded === null) throw new Error('There is neither an external database nor an embedded one.');
  return { url: embedded.url, migrationUrl: embedded.ownerUrl };
}
