import { createTestDatabase, type TestDatabase } from '@hyprbox/testing';
import { flag, listOf, nullable, number, oneOf, text, Type, uuid, type TSchema } from '@hyprbox/contracts/schemas';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { rowFault } from '../../test/row-fault.js';
import { createDataSource } from './data-source.js';
import { affectedRows, bigint, bytes, integer, json, rawQuery, timestamp } from './raw-query.js';

const kinds = {
  text,
  flag,
  uuid,
  integer,
  real: number,
  bigint,
  count: bigint,
  timestamp,
  bytes,
  json: json<{ a: number }>(),
  list: listOf(text),
  role: oneOf(['ADMIN', 'VIEWER']),
  nothing: nullable(timestamp),
};
const kindsSql = `SELECT 'a' AS text, true AS flag, gen_random_uuid() AS uuid, 1 AS integer, 1.5::real AS real,
  2::bigint AS bigint, count(*) AS count, now() AS timestamp, '\\x00'::bytea AS bytes, '{"a": 1}'::jsonb AS json,
  ARRAY['a', 'b'] AS list, 'ADMIN' AS role, NULL::timestamptz AS nothing`;

const allKinds = rawQuery('test.allKinds', kinds);
const names = rawQuery('test.names', { name: text });

describe('a raw query', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase(inject('postgres'));
    dataSource = await createDataSource(database.url).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('gives rows of each kind as the driver does', async () => {
    const [row] = await allKinds.rows(dataSource, kindsSql);
    expect(row).toMatchObject({ integer: 1, bigint: '2', count: '1', json: { a: 1 }, list: ['a', 'b'], nothing: null });
    expect(row?.timestamp).toBeInstanceOf(Date);
  });

  it.each<[string, Record<string, TSchema | undefined>]>([
    ['bigint', { bigint: integer }],
    ['count', { count: number }],
    ['integer', { integer: bigint }],
    ['integer', { integer: timestamp }],
    ['timestamp', { timestamp: text }],
    ['bytes', { bytes: text }],
    ['json', { json: text }],
    ['text', { text: json() }],
    ['text', { text: uuid }],
    ['list', { list: listOf(integer) }],
    ['role', { role: oneOf(['VIEWER']) }],
    ['nothing', { nothing: timestamp }],
    ['nothing', { nothing: json() }],
    ['missing', { missing: nullable(text) }],
    ['flag', { flag: undefined }],
  ])('that describes the column %s otherwise is found out', async (column, otherwise) => {
    const columns = Object.entries({ ...kinds, ...otherwise }).flatMap(([name, kind]) => (kind ? [[name, kind]] : []));
    const row = Type.Object(Object.fromEntries(columns), { additionalProperties: false });
    const [given] = await dataSource.query<unknown[]>(kindsSql);
    expect(rowFault({ name: 'test.otherwise', row }, given)).toContain(`test.otherwise: the column "${column}"`);
  });

  it('gives the rows of statements that change some, and of a client of node-postgres', async () => {
    const inserted = await names.rows(
      dataSource,
      `INSERT INTO duties (name, done_at) VALUES ($1, now()), ('two', now()) RETURNING name`,
      ['one'],
    );
    expect(inserted).toEqual([{ name: 'one' }, { name: 'two' }]);
    const updated = await names.rows(dataSource, `UPDATE duties SET name = 'three' WHERE name = 'two' RETURNING name`);
    expect(updated).toEqual([{ name: 'three' }]);
    expect(await names.rows(dataSource, `DELETE FROM duties WHERE name = 'two' RETURNING name`)).toEqual([]);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    expect(await names.rows(client, `SELECT name FROM duties WHERE name = 'three'`)).toEqual(updated);
    await client.end();
  });

  it('that changes rows and gives none back tells how many', async () => {
    const values = `(VALUES ('four'), ('five'), ('six')) task(name)`;
    await dataSource.query(`INSERT INTO duties SELECT name, now() FROM ${values}`);
    expect(
      await affectedRows(dataSource, 'UPDATE duties SET done_at = now() WHERE name IN ($1, $2)', ['four', 'six']),
    ).toBe(2);
    expect(await affectedRows(dataSource, `DELETE FROM duties WHERE name = 'seven'`)).toBe(0);
    await expect(affectedRows(dataSource, 'SELECT 1')).rejects.toThrow('changes no rows');
  });

  it('has a name of its own', () => {
    expect(() => rawQuery('test.names', {})).toThrow('test.names');
  });
});
