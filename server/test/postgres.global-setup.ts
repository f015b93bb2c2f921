import { databaseDirectory } from '@hyprbox/testing';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { applicationRole } from '../src/database/embedded/application-role.js';
import { EmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { migrate } from '../src/database/migrate.js';
import { createTemplate } from './template-database.js';

/** One real PostgreSQL for all integration tests of a run; what it holds need not survive the machine. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await databaseDirectory({ mode: 0o711 });
  const postgres = new EmbeddedPostgres({
    dataDir: directory.path,
    log: { info: () => undefined, warn: console.warn, error: console.error },
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      // No database is there for long enough.
      autovacuum: 'off',
      max_connections: '200',
    },
  });
  const teardown = async (): Promise<void> => {
    await postgres.stop();
    await directory.remove();
  };
  try {
    await postgres.start();
    const { url, ownerUrl } = postgres;
    await hashOnce(ownerUrl, [url, ownerUrl]);
    const template = await createTemplate(ownerUrl, (each) => migrate(each, applicationRole));
    project.provide('postgres', { url, ownerUrl, template });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}

/** Each server has a dozen connections, and each of them hashes its password as often as the role's says: once is enough. */
async function hashOnce(ownerUrl: string, urls: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('SET scram_iterations = 1');
  for (const { username, password } of urls.map((each) => new URL(each)))
    await client.query(
      `ALTER ROLE ${client.escapeIdentifier(username)} PASSWORD ${client.escapeLiteral(decodeURIComponent(password))}`,
    );
  await client.end();
}
