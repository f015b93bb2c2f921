import type { Activity, HeartbeatAccepted, Node, Page, Problem } from '@hyprbox/contracts';
import { aHeartbeat, eventually, keptSamples, someMetrics } from '@hyprbox/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { SilenceWatch } from './silence-watch.js';

describe('heartbeats', () => {
  let server: TestServer;
  let agent: Caller;

  beforeAll(async () => {
    server = await startTestServer();
    agent = await server.node('web-1');
  });

  afterAll(() => server.stop());

  const show = async (nodeId: string): Promise<Node> => (await server.admin.get<Node>(`/nodes/${nodeId}/status`)).body;
  const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
    server.app.get(DataSource).query(sql, parameters);
  const freeToken = async (): Promise<Caller> => {
    const { body } = await server.admin.post<{ token: string }>('/tokens', { name: 'free' });
    return server.as(body.token);
  };
  const messages = async (nodeId: string): Promise<string[]> => {
    const { body } = await server.admin.get<Page<Activity>>(`/nodes/${nodeId}/activity`);
    return body.items.map(({ message }) => message);
  };

  it('make the node the latest of what was accepted', async () => {
    const metrics = someMetrics({ cpuPct: 33.3 });
    const inventory = { os: 'Debian 12', cpuCores: 4 };
    const { status, body } = await agent.post<HeartbeatAccepted>(
      '/nodes/heartbeat',
      aHeartbeat({ metrics, inventory }),
    );
    expect([status, body]).toEqual([202, { accepted: true }]);
    expect(await show('web-1')).toMatchObject({
      id: 'web-1',
      hostname: 'web-1.example.com',
      agentVersion: '0.1.0',
      intervalSeconds: 15,
      status: 'ONLINE',
      metrics,
      inventory,
    });
    await agent.post('/nodes/heartbeat', aHeartbeat({ inventory: { kernel: '6.1' } }));
    expect((await show('web-1')).inventory).toEqual({ ...inventory, kernel: '6.1' });
  });

  it('are committed by the time they are acknowledged', async () => {
    const at = new Date().toISOString();
    await agent.post(
      '/nodes/heartbeat',
      aHeartbeat({ at, metrics: someMetrics({ cpuPct: 44.5, uptimeSeconds: 12.9 }) }),
    );
    const rows = await query(
      `SELECT cpu_pct, mem_used_bytes, uptime_seconds, filesystems FROM heartbeats WHERE node_id = 'web-1' AND at = $1`,
      [at],
    );
    expect(rows).toEqual([
      {
        cpu_pct: 44.5,
        mem_used_bytes: String(4 * 1024 ** 3),
        uptime_seconds: '12',
        filesystems: someMetrics().filesystems,
      },
    ]);
  });

  it('bring in 500 kept samples, and the same ones again change nothing', async () => {
    const caller = await server.node('kept-1');
    const samples = keptSamples(500, new Date());
    const heartbeat = aHeartbeat({ nodeId: 'kept-1', at: new Date().toISOString(), samples });
    expect(JSON.stringify(heartbeat).length).toBeGreaterThan(200_000);
    for (let times = 0; times < 2; times++) expect((await caller.post('/nodes/heartbeat', heartbeat)).status).toBe(202);
    const [row] = await query<{ count: string }>(
      `SELECT count(*) AS count FROM heartbeats WHERE node_id = 'kept-1' AND at = ANY($1)`,
      [samples.map(({ at }) => at)],
    );
    expect(row?.count).toBe('500');
  });

  it('may be larger than other bodies, up to their own limit', async () => {
    const mount = `/${'m'.repeat(150)}`;
    const filesystems = Array.from({ length: 12 }, (_, i) => ({
      mount: mount + i,
      fsType: 'ext4',
      usedBytes: 1,
      totalBytes: 2,
    }));
    const samples = keptSamples(500, new Date()).map(({ at }) => ({ at, metrics: someMetrics({ filesystems }) }));
    const body = aHeartbeat({ samples });
    expect(JSON.stringify(body).length).toBeGreaterThan(1024 ** 2);
    expect((await agent.post('/nodes/heartbeat', body)).status).toBe(202);
    const tooLarge = { ...body, hostname: 'x'.repeat(2 * 1024 ** 2) };
    expect((await agent.post('/nodes/heartbeat', tooLarge)).status).toBe(413);
  });

  it('that are older than the node’s latest keep it', async () => {
    await agent.post('/nodes/heartbeat', aHeartbeat({ metrics: someMetrics({ cpuPct: 50 }) }));
    const at = new Date(Date.now() - 3_600_000).toISOString();
    await agent.post('/nodes/heartbeat', aHeartbeat({ at, metrics: someMetrics({ cpuPct: 1 }) }));
    expect((await show('web-1')).metrics?.cpuPct).toBe(50);
  });

  it('go by the server’s clock for liveness, whatever the sample’s own time says', async () => {
    const at = new Date(Date.now() - 3_600_000).toISOString();
    const before = Date.now();
    await agent.post('/nodes/heartbeat', aHeartbeat({ at }));
    expect(Date.parse((await show('web-1')).lastSeenAt ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('are refused by name for a time too old or too far ahead, and then nothing is kept', async () => {
    const [old, ahead, good] = [-8 * 86_400_000, 6 * 60_000, -60_000].map((ms) =>
      new Date(Date.now() + ms).toISOString(),
    );
    const samples = [good, old, ahead].map((at) => ({ at: at ?? '', metrics: someMetrics() }));
    const heartbeat = { ...aHeartbeat({ samples }), at: ahead };
    const { status, body } = await agent.post<Problem>('/nodes/heartbeat', heartbeat);
    expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/at', '/samples/1/at', '/samples/2/at'],
    ]);
    expect(await query('SELECT 1 FROM heartbeats WHERE at = $1', [good])).toEqual([]);
  });

  it('are refused with each fault named', async () => {
    const { status, headers, body } = await agent.post<Problem>('/nodes/heartbeat', {
      ...aHeartbeat({ metrics: someMetrics({ cpuPct: 101 }) }),
      surprise: 1,
    });
    expect([status, headers.get('content-type')?.split(';')[0]]).toEqual([400, 'application/problem+json']);
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/metrics/cpuPct', '/surprise']);
  });

  it('of many nodes at a time are all written, and a refused one takes no other with it', async () => {
    const callers = await Promise.all(Array.from({ length: 10 }, (_, i) => server.node(`many-${i}`)));
    const at = new Date().toISOString();
    const answers = await Promise.all([
      ...callers.map((caller, i) => caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: `many-${i}`, at }))),
      agent.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'web-1', intervalSeconds: -1 })),
      ...Array.from({ length: 5 }, () => agent.post('/nodes/heartbeat', aHeartbeat({ at }))),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(202), 400, ...Array(5).fill(202)]);
    const [row] = await query<{ count: string }>('SELECT count(*) AS count FROM heartbeats WHERE at = $1', [at]);
    expect(row?.count).toBe('11');
  });

  it('survive that the partition of their day is missing', async () => {
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const send = () => agent.post('/nodes/heartbeat', aHeartbeat({ at: day }));
    expect((await send()).status).toBe(202);
    await query(`DROP TABLE heartbeats_${day.slice(0, 10).replaceAll('-', '')}`);
    expect((await send()).status).toBe(202);
    expect(await query('SELECT 1 FROM heartbeats WHERE at = $1', [day])).toHaveLength(1);
  });

  it('whose transaction is cut are answered with 503, and leave nothing half done', async () => {
    const before = await show('web-1');
    const at = new Date(Date.now() - 1_000).toISOString();
    const other = new pg.Client({ connectionString: server.database.url });
    await other.connect();
    // The batch has updated the node when it comes to wait for this lock.
    await other.query('BEGIN; LOCK TABLE heartbeats IN ACCESS EXCLUSIVE MODE');
    const answer = agent.post('/nodes/heartbeat', aHeartbeat({ hostname: 'renamed', at }));
    await eventually(async () => {
      const cut = await query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO heartbeats (%'`,
      );
      return cut.length === 1;
    });
    const { status, headers } = await answer;
    await other.query('ROLLBACK');
    await other.end();
    expect([status, headers.has('retry-after')]).toEqual([503, true]);
    expect(await show('web-1')).toEqual(before);
    expect(await query('SELECT 1 FROM heartbeats WHERE at = $1', [at])).toEqual([]);
    expect((await agent.post('/nodes/heartbeat', aHeartbeat({ at }))).status).toBe(202);
    expect(await query('SELECT 1 FROM heartbeats WHERE at = $1', [at])).toHaveLength(1);
  });

  describe('tokens', () => {
    it('without a node create one, are pinned to it and recorded', async () => {
      const caller = await freeToken();
      expect((await caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'pin-1' }))).status).toBe(202);
      expect((await caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'pin-1' }))).status).toBe(202);
      expect((await caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'pin-2' }))).status).toBe(403);
      expect((await server.admin.get('/nodes/pin-2/status')).status).toBe(404);
      const { body } = await server.admin.get<Page<{ details: { nodeId: string } }>>('/audit?action=token.pin');
      expect(body.items.filter(({ details }) => details.nodeId === 'pin-1')).toHaveLength(1);
      expect(await messages('pin-1')).toEqual(['pin-1 joined the fleet']);
    });

    it('without a node are refused for one that exists', async () => {
      const caller = await freeToken();
      const { status, body } = await caller.post<Problem>('/nodes/heartbeat', aHeartbeat({ nodeId: 'web-1' }));
      expect([status, body.code]).toEqual([403, 'NODE_EXISTS']);
    });

    it('used for two new nodes at once create exactly one', async () => {
      const caller = await freeToken();
      const answers = await Promise.all(
        ['race-1', 'race-2', 'race-3'].map((nodeId) => caller.post('/nodes/heartbeat', aHeartbeat({ nodeId }))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 403, 403]);
      const { body } = await server.admin.get<Page<Node>>('/nodes?q=race-');
      expect(body.items).toHaveLength(1);
    });

    it('of two agents that want the same new node: one gets it', async () => {
      const callers = await Promise.all([freeToken(), freeToken(), freeToken()]);
      const answers = await Promise.all(
        callers.map((caller) => caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'wanted' }))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 403, 403]);
    });

    it('are needed, and come after what is not valid', async () => {
      expect((await server.anonymous.post('/nodes/heartbeat', aHeartbeat())).status).toBe(401);
      expect((await agent.post('/nodes/heartbeat', { nodeId: 'other' })).status).toBe(400);
      expect((await agent.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'other' }))).status).toBe(403);
    });
  });

  it('say once that a node went silent, and that it is back', async () => {
    const caller = await server.node('quiet-1');
    await query(`UPDATE nodes SET last_seen_at = now() - interval '1 hour' WHERE id = 'quiet-1'`);
    const watch = server.app.get(SilenceWatch, { strict: false });
    await watch.report(new Date());
    expect(await messages('quiet-1')).toEqual(['quiet-1 joined the fleet']);
    const always = new Date(0);
    await Promise.all([watch.report(always), watch.report(always)]);
    await watch.report(always);
    expect((await show('quiet-1')).status).toBe('OFFLINE');
    expect(await messages('quiet-1')).toEqual(['quiet-1 stopped reporting', 'quiet-1 joined the fleet']);
    await caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'quiet-1' }));
    expect(await messages('quiet-1')).toEqual([
      'quiet-1 is reporting again',
      'quiet-1 stopped reporting',
      'quiet-1 joined the fleet',
    ]);
    await watch.report(always);
    expect(await messages('quiet-1')).toHaveLength(3);
  });
});
