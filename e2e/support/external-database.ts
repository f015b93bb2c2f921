import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { ServerProcess } from './server-process.js';

/** What tells a server where its database is. */
export interface ExternalDatabase extends Record<string, string> {
  HYPRBOX_DATABASE_URL: string;
  /** As who owns its tables. */
  HYPRBOX_MIGRATION_DATABASE_URL: string;
}

/** A database on the embedded PostgreSQL of a server that is not killed. */
export async function externalDatabase({ dataDir }: ServerProcess): Promise<ExternalDatabase> {
  const data = `${dataDir}/data`;
  const [, , , port] = (await readFile(`${data}/postgres/postmaster.pid`, 'utf8')).split('\n');
  const password = (await readFile(`${data}/postgres.password`, 'utf8')).trim();
  const client = new pg.Client({ connectionString: `postgresql://hyprbox:${password}@127.0.0.1:${port}/postgres` });
  await client.connect();
  await client.query(`CREATE ROLE owner LOGIN PASSWORD 'secret'`);
  await client.query(`CREATE ROLE app LOGIN PASSWORD 'secret'`);
  await client.query('CREATE DATABASE external OWNER owner');
  await client.end();
  const as = (role: string): string => `postgresql://${role}:secret@127.0.0.1:${port}/external`;
  return { HYPRBOX_DATABASE_URL: as('app'), HYPRBOX_MIGRATION_DATABASE_URL: as('owner') };
}
