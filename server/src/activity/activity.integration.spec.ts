import type { Activity, Page, Problem } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/test-server.js';

/** PostgreSQL has no such year. */
const yearZero = '["0000-01-01T00:00:00.000Z","01999999-0000-7000-8000-000000000001"]';

describe("the fleet's activity", () => {
  let server: TestServer;

  const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
    server.app.get(DataSource).query(sql, parameters);
  const list = async (parameters: string): Promise<Page<Activity>> =>
    (await server.admin.get<Page<Activity>>(`/activity?${parameters}`)).body;

  /** Pairs of entries share their time, so that a page may end between two of them. */
  async function addEntries(count: number, newestAgo: string): Promise<void> {
    await query(
      `INSERT INTO activity (id, at, node_id, kind, message)
       SELECT gen_random_uuid(), date_trunc('milliseconds', now()) - $2::interval - i / 2 * interval '1 second',
         CASE WHEN i % 3 > 0 THEN 'n' || i % 3 END, 'node', 'entry ' || i
       FROM generate_series(1, $1::integer) i`,
      [count, newestAgo],
    );
  }

  beforeAll(async () => {
    server = await startTestServer();
    await addEntries(11, '1 hour');
  });

  afterAll(() => server.stop());

  async function pages(between: () => Promise<void> = async () => undefined): Promise<Activity[]> {
    const entries: Activity[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = await list(`limit=2${cursor}`);
      entries.push(...items);
      cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
      await between();
    } while (cursor !== '');
    return entries;
  }

  it('holds the entries of every host, and those of none, newest first', async () => {
    const { items, nextCursor } = await list('limit=200');
    expect(items.map(({ message }) => message).toSorted()).toEqual(
      Array.from({ length: 11 }, (_, i) => `entry ${i + 1}`).toSorted(),
    );
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(new Set(items.map(({ nodeId }) => nodeId))).toEqual(new Set(['n1', 'n2', null]));
    expect(nextCursor).toBeNull();
  });

  it('gives each entry once, page by page, in the order of one page', async () => {
    expect(await pages()).toEqual((await list('limit=200')).items);
  });

  it('repeats and skips nothing while entries are added', async () => {
    const before = (await list('limit=200')).items;
    expect(await pages(() => addEntries(2, '0 seconds'))).toEqual(before);
  });

  it('begins with what has just happened', async () => {
    await server.node('fresh-1');
    const { items } = await list('limit=1');
    expect(items).toEqual([expect.objectContaining({ nodeId: 'fresh-1', kind: 'node' })]);
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=201', '?limit'],
    ['cursor=x', '?cursor'],
    [`cursor=${Buffer.from('["2026-01-01","b"]').toString('base64url')}`, '?cursor'],
    [`cursor=${Buffer.from(yearZero).toString('base64url')}`, '?cursor'],
    ['nodeId=n1', '?nodeId'],
  ])('refuses ?%s', async (parameters, pointer) => {
    const { status, body } = await server.admin.get<Problem>(`/activity?${parameters}`);
    expect([status, body.errors?.map((fault) => fault.pointer.replace('/', '?'))]).toEqual([400, [pointer]]);
  });
});
