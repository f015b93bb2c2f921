import { createTestDatabase, type TestDatabase } from '@hyprbox/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { entities } from '../entities.js';
import { createDataSource, migrations } from './data-source.js';
import { migrate } from './migrate.js';
import { ComposedAddresses1765500000000 } from './migrations/1765500000000-composed-addresses.js';

describe('the schema', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgres'));
    dataSource = await createDataSource(database.ownerUrl, { entities }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('is the same by the migrations as by the entities', async () => {
    const differences = await dataSource.driver.createSchemaBuilder().log();
    expect(differences.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('has an entity for each of its tables', async () => {
    const rows: { name: string }[] = await dataSource.query(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
         AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migrations' ORDER BY 1`,
    );
    const mapped = dataSource.entityMetadatas.map(({ tableName }) => tableName);
    expect(rows.map(({ name }) => name)).toEqual(mapped.toSorted());
  });

  it('is migrated by exactly one of two servers that start together', async () => {
    const empty = await createTestDatabase(inject('postgres'), 'template1');
    try {
      const ran = await Promise.all([migrate(empty.ownerUrl), migrate(empty.ownerUrl)]);
      expect(ran.map((names) => names.length).sort()).toEqual([0, migrations.length]);
    } finally {
      await empty.drop();
    }
  });

  it('leaves one account of those whose addresses differ in how they are composed only', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query('DROP INDEX users_email_nfc_key');
      await runner.query(
        `INSERT INTO users (id, email, name, password_hash, role, created_at, last_login_at) VALUES
           (gen_random_uuid(), U&'zu\\0308rich@example.com', 'used', 'x', 'ADMIN', now(), now()),
           (gen_random_uuid(), U&'z\\00FCrich@example.com', 'unused', 'x', 'ADMIN', now(), NULL),
           (gen_random_uuid(), U&'scho\\0308n@example.com', 'alone', 'x', 'VIEWER', now(), NULL)`,
      );
      await new ComposedAddresses1765500000000().up(runner);
      const rows: unknown = await runner.query(
        `SELECT email LIKE 'twin-%-of-z\u00fcrich@example.com' AS twin, email, disabled_at IS NULL AS active
         FROM users ORDER BY name`,
      );
      expect(rows).toMatchObject([
        { email: 'sch\u00f6n@example.com', active: true },
        { twin: true, active: false },
        { email: 'z\u00fcrich@example.com', active: true },
      ]);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
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
