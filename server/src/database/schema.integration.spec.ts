import { createTestDatabase, type TestDatabase } from '@hyprbox/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDataSource, migrations } from './data-source.js';
import { migrate } from './migrate.js';

describe('the schema', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase(inject('databaseAdminUrl'), inject('templateDatabase'));
    dataSource = await createDataSource(database.url).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('is the same by the migrations as by the entities', async () => {
    const differences = await dataSource.driver.createSchemaBuilder().log();
    expect(differences.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('is migrated by exactly one of two servers that start together', async () => {
    const empty = await createTestDatabase(inject('databaseAdminUrl'), 'template1');
    try {
      const ran = await Promise.all([migrate(empty.url), migrate(empty.url)]);
      expect(ran.map((names) => names.length).sort()).toEqual([0, migrations.length]);
    } finally {
      await empty.drop();
    }
  });

  it.each(['UPDATE audit_events SET action = action', 'DELETE FROM audit_events', 'TRUNCATE audit_events'])(
    'refuses %s',
    async (statement) => {
      await dataSource.query(
        `INSERT INTO audit_events VALUES (1, gen_random_uuid(), now(), 'system', NULL, NULL, 'auth.login', 'user', NULL,
           NULL, NULL, 'success', '{}', '{}', '', '') ON CONFLICT DO NOTHING`,
      );
      await expect(dataSource.query(statement)).rejects.toThrow(/append-only/);
    },
  );
});
