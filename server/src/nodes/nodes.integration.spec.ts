import {
  defaultSettings,
  nodeSorts,
  type FleetSummary,
  type FleetTags,
  type Node,
  type NodeStatus,
  type Page,
  type Problem,
} from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestStatements } from '../../test/request-statements.js';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { levelOf } from './node-status.js';

const { thresholds } = defaultSettings;
/** As three heartbeats are missing: longer than the tests take, and less than the hour that some were not seen for. */
const silentMs = 1_800_000;

describe('the fleet', () => {
  let server: TestServer;

  const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
    server.app.get(DataSource).query(sql, parameters);
  const list = async (parameters: string): Promise<Page<Node>> =>
    (await server.admin.get<Page<Node>>(`/nodes?${parameters}`)).body;

  /** Nodes straight in the table: what they show is what matters here, not how they came. */
  async function addNodes(prefix: string, count: number, differing = ''): Promise<void> {
    await query(
      `INSERT INTO nodes (id, hostname, display_name, tags, interval_seconds, created_at, last_seen_at, metrics, metrics_at,
         cpu_pct, mem_pct, disk_pct)
       SELECT $1 || i, upper($1) || (i * 7919) % 100, CASE WHEN i % 5 = 0 THEN 'Name ' || i % 3 END,
         CASE WHEN i % 2 = 0 THEN ARRAY['even'] ELSE ARRAY['odd', 'dc:1'] END, ${silentMs / 3_000}, now(),
         CASE WHEN i % 11 = 0 THEN NULL ELSE now() - i % 7 / 5 * interval '1 hour' - i * interval '10 milliseconds' END,
         jsonb_build_object('cpuPct', i % 13 * 8, 'memPct', i % 3 * 10, 'diskPct', i % 4 * 20), now(),
         i % 13 * 8, i % 3 * 10, i % 4 * 20
       FROM generate_series(1, $2::integer) i ${differing}`,
      [prefix, count],
    );
  }

  beforeAll(async () => {
    server = await startTestServer();
    // As if it had been up for long: silence counts.
    await query(`UPDATE heartbeat_intake SET since = 'epoch'`);
    await addNodes('n', 60);
  });

  afterAll(() => server.stop());

  async function pages(parameters: string, between: () => Promise<void> = async () => undefined): Promise<string[]> {
    const ids: string[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = await list(`${parameters}&limit=7${cursor}`);
      ids.push(...items.map(({ id }) => id));
      cursor = nextCursor ? `&cursor=${encodeURIComponent(nextCursor)}` : '';
      await between();
    } while (cursor !== '');
    return ids;
  }

  it.each(nodeSorts)('gives each node once, page by page, in the order of one page: %s', async (sort) => {
    const whole = (await list(`sort=${sort}&limit=200&q=n`)).items.map(({ id }) => id);
    expect(whole).toHaveLength(60);
    expect(await pages(`sort=${sort}&q=n`)).toEqual(whole);
  });

  it.each(nodeSorts)('repeats and skips nothing while nodes are added: %s', async (sort) => {
    let added = 0;
    const ids = await pages(`sort=${sort}`, () => addNodes(`${sort.replace('-', 'd').toLowerCase()}${added++}-`, 2));
    const before = ids.filter((id) => /^n\d+$/.test(id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.sort()).toEqual(Array.from({ length: 60 }, (_, i) => `n${i + 1}`).sort());
    await query(`DELETE FROM nodes WHERE id !~ '^n[0-9]+$'`);
  });

  it('is ordered as each sort says', async () => {
    const by = async <T>(sort: string, key: (node: Node) => T): Promise<T[]> =>
      (await list(`sort=${sort}&limit=200`)).items.map(key);
    const name = ({ displayName, hostname }: Node): string => (displayName ?? hostname).toLowerCase();
    const rank = ({ status }: Node): number => ['OFFLINE', 'CRITICAL', 'WARNING', 'UNKNOWN', 'ONLINE'].indexOf(status);
    expect(await by('name', name)).toEqual((await by('name', name)).toSorted());
    expect(await by('-name', name)).toEqual((await by('name', name)).toReversed());
    expect(await by('status', rank)).toEqual((await by('status', rank)).toSorted((a, b) => a - b));
    const cpu = await by('-cpu', ({ metrics }) => metrics?.cpuPct ?? -1);
    expect(cpu).toEqual(cpu.toSorted((a, b) => b - a));
    const seen = await by('lastSeen', ({ lastSeenAt }) => lastSeenAt ?? '');
    expect(seen).toEqual(seen.toSorted());
  });

  it('tells the same status in SQL as the rule does', async () => {
    const { items } = await list('limit=200');
    const told = items.map(({ id, status }) => [id, status]);
    const ruled = items.map(({ id, lastSeenAt, metrics }) => {
      if (lastSeenAt === null || metrics === null) return [id, 'UNKNOWN'];
      return [id, Date.now() - Date.parse(lastSeenAt) > silentMs ? 'OFFLINE' : levelOf(metrics, thresholds)];
    });
    expect(told).toEqual(ruled);
    expect(new Set(told.map(([, status]) => status)).size).toBeGreaterThanOrEqual(4);
  });

  it('is filtered by status, tag and text, also page by page', async () => {
    const all = (await list('limit=200')).items;
    for (const status of ['ONLINE', 'WARNING', 'CRITICAL', 'OFFLINE', 'UNKNOWN'] satisfies NodeStatus[]) {
      const expected = all.filter((node) => node.status === status).map(({ id }) => id);
      expect((await pages(`status=${status}&sort=-cpu`)).toSorted()).toEqual(expected.toSorted());
    }
    expect((await list('tag=dc%3A1&limit=200')).items).toHaveLength(30);
    expect((await list('q=NAME%202&limit=200')).items.map(({ displayName }) => displayName)).toEqual(
      all.filter(({ displayName }) => displayName === 'Name 2').map(({ displayName }) => displayName),
    );
    expect((await list('q=%25')).items).toEqual([]);
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=201', '?limit'],
    ['sort=size', '?sort'],
    ['status=UP', '?status'],
    ['cursor=x', '?cursor'],
    [`cursor=${Buffer.from('["a","b"]').toString('base64url')}&sort=cpu`, '?cursor'],
    [`cursor=${Buffer.from('["a\\u0000","b"]').toString('base64url')}`, '?cursor'],
    [
      `sort=lastSeen&cursor=${Buffer.from('["lastSeen","0000-01-01T00:00:00.000Z","a"]').toString('base64url')}`,
      '?cursor',
    ],
    ['q=%00', '?q'],
    ['page=2', '?page'],
  ])('refuses ?%s', async (parameters, pointer) => {
    const { status, body } = await server.admin.get<Problem>(`/nodes?${parameters}`);
    expect([status, body.errors?.map((fault) => fault.pointer.replace('/', '?'))]).toEqual([400, [pointer]]);
  });

  it('is summed up by status, with the node that is silent longest', async () => {
    await query(`UPDATE nodes SET last_seen_at = '2026-01-01T00:00:00Z' WHERE id = 'n3'`);
    const { items } = await list('limit=200');
    const { body } = await server.admin.get<FleetSummary>('/nodes/summary');
    expect(body.total).toBe(60);
    for (const [status, count] of Object.entries(body.byStatus)) {
      expect([status, count]).toEqual([status, items.filter((node) => node.status === status).length]);
    }
    expect(body.longestSilence).toEqual({ nodeId: 'n3', lastSeenAt: '2026-01-01T00:00:00.000Z' });
    expect(body.jobs).toEqual({ queued: 0, running: 0, succeeded24h: 0, failed24h: 0 });
    expect(body.thresholds).toEqual(defaultSettings.thresholds);
    const { body: filtered } = await server.admin.get<FleetSummary>('/nodes/summary?tag=even&q=n1');
    const { items: shown } = await list('tag=even&q=n1&limit=200');
    expect(filtered.total).toBe(shown.length);
    expect(filtered.byStatus.ONLINE).toBe(shown.filter(({ status }) => status === 'ONLINE').length);
    expect((await server.admin.get('/nodes/summary?status=ONLINE')).status).toBe(400);
  });

  it('tells which tags the whole fleet has, the most frequent first, without those of nodes that are gone', async () => {
    await query(
      `INSERT INTO nodes (id, hostname, tags, interval_seconds, created_at, decommissioned_at)
       VALUES ('gone', 'gone', '{gone}', 15, now(), now())`,
    );
    const { status, body } = await server.admin.get<FleetTags>('/nodes/tags');
    expect([status, body.items]).toEqual([
      200,
      [
        { tag: 'dc:1', nodes: 30 },
        { tag: 'even', nodes: 30 },
        { tag: 'odd', nodes: 30 },
      ],
    ]);
  });

  it('costs the same small number of queries however many nodes a page has', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `n${i + 1}`);
    const cost = async (path: string): Promise<number> => {
      const statements = await requestStatements(server, () => server.admin.get(path));
      return statements.filter((each) => /FROM (nodes|heartbeats|part|executions)/.test(each)).length;
    };
    expect([await cost('/nodes?limit=1'), await cost('/nodes?limit=200')]).toEqual([1, 1]);
    expect(await cost('/nodes/summary')).toBe(2);
    expect([await cost('/nodes/sparks?nodeIds=n1'), await cost(`/nodes/sparks?nodeIds=${ids.join(',')}`)]).toEqual([
      1, 1,
    ]);
  });

  describe('a node', () => {
    it('takes tags and a display name, each once, and records who gave them', async () => {
      const { status, body } = await server.admin.patch<Node>('/nodes/n1', {
        tags: ['web', 'dc:1', 'web'],
        displayName: ' Front ',
      });
      expect([status, body.tags, body.displayName]).toEqual([200, ['web', 'dc:1'], 'Front']);
      await server.admin.patch('/nodes/n1', { tags: ['web', 'dc:1'] });
      const audit = await server.admin.get<Page<{ details: unknown }>>('/audit?action=node.update&target=n1');
      expect(audit.body.items.map(({ details }) => details)).toEqual([{ tags: ['web', 'dc:1'], displayName: 'Front' }]);
      for (const displayName of ['', null]) {
        await server.admin.patch('/nodes/n1', { displayName: 'x' });
        expect((await server.admin.patch<Node>('/nodes/n1', { displayName })).body.displayName).toBeNull();
      }
      expect((await list('tag=web')).items.map(({ id }) => id)).toEqual(['n1']);
    });

    it.each([
      [{ tags: ['a b'] }],
      [{ tags: ['a,b'] }],
      [{ tags: ['web\u3164'] }],
      [{ tags: ['\u115fweb'] }],
      [{ displayName: 'Front\u200b' }],
      [{ tags: ['a'.repeat(65)] }],
      [{ tags: Array.from({ length: 33 }, (_, i) => `t${i}`) }],
      [{ tags: 'web' }],
      [{ displayName: 'a\u001bb' }],
      [{ displayName: 'a'.repeat(129) }],
      [{ hostname: 'other' }],
    ])('refuses %j', async (change) => {
      expect((await server.admin.patch('/nodes/n1', change)).status).toBe(400);
    });

    it.each(['missing', 'UPPER', '.hidden', 'a%00b', `${'a'.repeat(129)}`])(
      'that is not there (%s) is 404',
      async (id) => {
        expect((await server.admin.get(`/nodes/${id}/status`)).status).toBe(404);
        expect((await server.admin.get(`/nodes/${id}/history`)).status).toBe(404);
        expect((await server.admin.get(`/nodes/${id}/activity`)).status).toBe(404);
        expect((await server.admin.patch(`/nodes/${id}`, {})).status).toBe(404);
        expect((await server.admin.delete(`/nodes/${id}`)).status).toBe(404);
      },
    );

    it('that is decommissioned is gone with its tokens and queued jobs; its history and activity stay', async () => {
      const agent = await server.node('old-1');
      await agent.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'old-1', metrics: someMetrics({ cpuPct: 42 }) }));
      const variables = {};
      const job = await server.admin.post<{ id: string }>('/jobs', {
        nodeId: 'old-1',
        preset: 'system-facts',
        variables,
      });
      expect(job.status).toBe(201);
      expect((await server.admin.delete('/nodes/old-1')).status).toBe(204);
      expect((await server.admin.delete('/nodes/old-1')).status).toBe(404);
      expect((await server.admin.get('/nodes/old-1/status')).status).toBe(404);
      expect((await list('q=old-1')).items).toEqual([]);
      expect((await agent.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'old-1' }))).status).toBe(401);
      const shown = await server.admin.get<{ status: string }>(`/jobs/${job.body.id}`);
      expect(shown.body.status).toBe('CANCELLED');
      const history = await server.admin.get<{ points: { cpuPct: number | null }[] }>('/nodes/old-1/history?range=1h');
      expect(history.body.points.some(({ cpuPct }) => cpuPct !== null)).toBe(true);
      const activity = await server.admin.get<Page<{ message: string }>>('/nodes/old-1/activity?limit=1');
      expect(activity.body.items[0]?.message).toBe('old-1 was decommissioned');
      const audit = await server.admin.get<Page<{ details: unknown }>>('/audit?action=node.delete&target=old-1');
      expect(audit.body.items[0]?.details).toEqual({
        hostname: 'old-1.example.com',
        revokedTokens: 1,
        cancelledJobs: 1,
      });
    });

    it('that was decommissioned comes back only with a token that was made for it since', async () => {
      const { body } = await server.admin.post<{ token: string }>('/tokens', { name: 'free' });
      const { status } = await server.as(body.token).post('/nodes/heartbeat', aHeartbeat({ nodeId: 'old-1' }));
      expect(status).toBe(403);
      const own = await server.admin.post<{ token: string }>('/tokens', { name: 'old-1 again', nodeId: 'old-1' });
      const back = await server.as(own.body.token).post('/nodes/heartbeat', aHeartbeat({ nodeId: 'old-1' }));
      expect(back.status).toBe(202);
      expect((await server.admin.get('/nodes/old-1/status')).status).toBe(200);
    });

    it('lists its activity newest first, page by page', async () => {
      await query(
        `INSERT INTO activity (id, at, node_id, kind, message)
         SELECT gen_random_uuid(), now() - i / 2 * interval '1 second', 'n2', 'node', 'entry ' || i FROM generate_series(1, 9) i`,
      );
      const messages: string[] = [];
      let cursor = '';
      do {
        const { body } = await server.admin.get<Page<{ message: string }>>(`/nodes/n2/activity?limit=2${cursor}`);
        messages.push(...body.items.map(({ message }) => message));
        cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
      } while (cursor !== '');
      expect(messages.toSorted()).toEqual(Array.from({ length: 9 }, (_, i) => `entry ${i + 1}`));
      expect(messages[0]).toBe('entry 1');
    });
  });
});
