import type { TestProject } from 'vitest/node';
import { databaseDirectory } from '@hyprbox/testing';
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
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const teardown = async (): Promise<void> => {
    await postgres.stop();
    await directory.remove();
  };
  try {
    await postgres.start();
    const { url, ownerUrl } = postgres;
    const template = await createTemplate(ownerUrl, (each) => migrate(each, applicationRole));
    project.provide('postgres', { url, ownerUrl, template });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
