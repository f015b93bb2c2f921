import { limits, type AuditEvent, type Page, type Problem, type SavedSelector } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collide } from '../../../test/collision.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

describe('/api/selectors', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer()));
  afterAll(() => server.stop());

  const save = (name: string, selector: object) =>
    server.admin.put<SavedSelector & Problem>(`/selectors/${encodeURIComponent(name)}`, { selector });
  const list = async (query = ''): Promise<Page<SavedSelector>> =>
    (await server.admin.get<Page<SavedSelector>>(`/selectors${query}`)).body;

  it('keeps a selector under a name, replaces it, and records both with who did it', async () => {
    const first = await save('Web servers', { tagsAny: ['web'] });
    expect(first).toMatchObject({ status: 200, body: { name: 'Web servers', selector: { tagsAny: ['web'] } } });
    await save('Web servers', { tagsAll: ['web', 'live'] });
    const { items } = await list();
    expect(items).toMatchObject([{ selector: { tagsAll: ['web', 'live'] }, updatedByName: 'admin@example.com' }]);
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?action=selector.save');
    expect(body.items.map(({ target }) => target)).toEqual(Array(2).fill({ type: 'selector', id: 'Web servers' }));
  });

  it('lists them by name, a page at a time', async () => {
    for (const name of ['c/d', 'ä', 'B 1']) await save(name, { all: true });
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<SavedSelector> = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toHaveLength(4);
    expect(new Set(names)).toEqual(new Set(['B 1', 'Web servers', 'c/d', 'ä']));
  });

  it('deletes them, records it, and knows one that is gone no more', async () => {
    expect(await server.admin.delete('/selectors/c%2Fd')).toMatchObject({ status: 204 });
    expect(await server.admin.delete('/selectors/c%2Fd')).toMatchObject({ status: 404 });
    const { body } = await server.admin.get<Page<AuditEvent>>('/audit?action=selector.delete');
    expect(body.items.map(({ target }) => target.id)).toEqual(['c/d']);
  });

  it.each(['x'.repeat(limits.nameLength + 1), ' x', 'x ', 'a\u0000b', 'a\u202Eb'])('takes no name %j', async (name) => {
    expect(await save(name, { all: true })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/name' }] } });
  });

  it.each([{}, { all: true, platform: 'x' }, { tagsAny: [] }, { all: false }])(
    'takes no selector %j',
    async (selector) => {
      const { status, body } = await save('x', selector);
      expect(status).toBe(400);
      expect(body.errors?.[0]?.pointer).toMatch(/^\/selector/);
    },
  );

  it('keeps so many, also of those saved at once, and replaces those when there are so many', async () => {
    await server.app.get(DataSource).query(
      `INSERT INTO saved_selectors (name, selector, updated_at) SELECT 'many-' || i, '{"all":true}', now()
       FROM generate_series(1, $1 - (SELECT count(*)::integer FROM saved_selectors)) i`,
      [limits.savedSelectors - 1],
    );
    const lock = 'LOCK TABLE saved_selectors IN SHARE MODE';
    const saves = ['last 1', 'last 2', 'last 3'].map((name) => () => save(name, { all: true }));
    const answers = await collide(server.database.url, lock, saves);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await save('one more', { all: true })).toMatchObject({ status: 409, body: { code: 'TOO_MANY_SELECTORS' } });
    expect(await save('many-1', { platform: 'debian' })).toMatchObject({ status: 200 });
  });
});
