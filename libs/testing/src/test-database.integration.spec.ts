import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from './test-database.js';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  it('gives each caller the schema in a database of its own', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase(inject('postgres'))));
    const [first, second] = databases;
    if (first === undefined || second === undefined) throw new Error('unreachable: three were made');
    await query(first.ownerUrl, 'CREATE TABLE mine AS SELECT 1');

    expect(await query(first.url, `SELECT to_regclass('nodes')::text AS nodes`)).toEqual([{ nodes: 'nodes' }]);
    expect(await query(second.url, `SELECT to_regclass('mine') AS mine`)).toEqual([{ mine: null }]);
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('drops a database that somebody is still connected to', async () => {
    const database = await createTestDatabase(inject('postgres'));
    const client = new pg.Client({ connectionString: database.url });
    const closed = new Promise<Error>((resolve) => client.on('error', resolve));
    await client.connect();
    await database.drop();

    expect((await closed).message).toMatch(/terminat/);
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });
});
