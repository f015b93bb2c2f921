import pg from 'pg';
import { rawQuery } from '../raw-query.js';
import { applicationRole, closeLargeObjects, ensureApplicationRole } from './application-role.js';

const databaseNamed = rawQuery('embedded.databaseNamed', {});

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Creates the database in a cluster that has none by that name yet, and the application's role.
 *
 * @param ownerUrl of the database, as the cluster's superuser
 * @returns the database's URL for the application
 */
export async function ensureDatabase(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const password = await connected(url.href, async (client) => {
    const found = await databaseNamed.rows(client, 'SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.length === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    return ensureApplicationRole(client, name);
  });
  await connected(ownerUrl, closeLargeObjects);
  return Object.assign(url, { pathname: `/${name}`, username: applicationRole, password }).href;
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A broken connection also rejects the query that was under way.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
