import type { Activity, FleetSummary, HeartbeatAccepted, Node, Page, Problem } from '@hyprbox/contracts';
import { aHeartbeat, eventually, keptSamples, someMetrics } from '@hyprbox/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { StatusWatch } from './status-watch.js';

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
    const metrics = someMetrics({ cpuPct: 33.3, diskMount: '/var' });
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

  it('show what was received last, whatever its time says: the host’s clock may have been set', async () => {
    const caller = await server.node('clock-1');
    const beat = (seconds: number, cpuPct: number) =>
      caller.post(
        '/nodes/heartbeat',
        aHeartbeat({
          nodeId: 'clock-1',
          intervalSeconds: 20,
          at: new Date(Date.now() + seconds * 1000).toISOString(),
          metrics: someMetrics({ cpuPct }),
        }),
      );
    await beat(240, 99);
    expect(await show('clock-1')).toMatchObject({ status: 'CRITICAL', metrics: { cpuPct: 99 } });
    for (const seconds of [-45, -30, -15, 0]) await beat(seconds, 10);
    expect(await show('clock-1')).toMatchObject({ status: 'ONLINE', metrics: { cpuPct: 10 } });
    await beat(-3_600, 20);
    expect((await show('clock-1')).metrics?.cpuPct).toBe(20);
    // A sample of that time is there already; the newest state is shown all the same.
    const at = new Date().toISOString();
    for (const cpuPct of [30, 40]) {
      await caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'clock-1', at, metrics: someMetrics({ cpuPct }) }));
    }
    expect((await show('clock-1')).metrics?.cpuPct).toBe(40);
  });

  it('tell the status by the last minute, with since when, and what became of it once', async () => {
    const caller = await server.node('level-1');
    const watch = server.app.get(StatusWatch, { strict: false });
    const beat = (secondsAgo: number, cpuPct: number) =>
      caller.post(
        '/nodes/heartbeat',
        aHeartbeat({
          nodeId: 'level-1',
          intervalSeconds: 20,
          at: new Date(Date.now() - secondsAgo * 1000).toISOString(),
          metrics: someMetrics({ cpuPct }),
        }),
      );
    for (const secondsAgo of [45, 30, 15]) await beat(secondsAgo, 10);
    await beat(0, 100);
    expect((await show('level-1')).status).toBe('ONLINE');
    await query(`UPDATE nodes SET recent = '[]' WHERE id = 'level-1'`);
    await beat(0, 95);
    const { status, statusSince } = await show('level-1');
    expect(status).toBe('CRITICAL');
    await Promise.all([watch.report(), watch.report()]);
    await beat(0, 96);
    expect(await show('level-1')).toMatchObject({ status: 'CRITICAL', statusSince });
    await watch.report();
    await query(`UPDATE nodes SET recent = '[]' WHERE id = 'level-1'`);
    await beat(0, 5);
    await watch.report();
    await watch.report();
    expect(await messages('level-1')).toEqual([
      'level-1 is well again',
      'level-1 is critical: CPU 95 %',
      'level-1 joined the fleet',
    ]);
  });

  it('tell the status by a CPU that was watched for a while, by memory and disk at once', async () => {
    const [busy, full] = [await server.node('busy-1'), await server.node('full-1')];
    const metrics = someMetrics({ cpuPct: 97 });
    await busy.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'busy-1', metrics }));
    expect(await show('busy-1')).toMatchObject({ status: 'ONLINE', metrics: { cpuPct: 97 } });
    const samples = [{ at: new Date(Date.now() - 15_000).toISOString(), metrics }];
    await busy.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'busy-1', metrics, samples }));
    expect((await show('busy-1')).status).toBe('CRITICAL');
    await full.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'full-1', metrics: someMetrics({ diskPct: 97 }) }));
    expect((await show('full-1')).status).toBe('CRITICAL');
  });

  it('beyond a node’s budget change its state, and are left out by name', async () => {
    const caller = await server.node('greedy');
    await query(`UPDATE nodes SET sample_credit = 2, last_seen_at = now() WHERE id = 'greedy'`);
    const samples = [3, 2, 1].map((minutes) => ({
      at: new Date(Date.now() - minutes * 60_000).toISOString(),
      metrics: someMetrics(),
    }));
    const { status, body } = await caller.post<HeartbeatAccepted>(
      '/nodes/heartbeat',
      aHeartbeat({ nodeId: 'greedy', samples, metrics: someMetrics({ cpuPct: 42 }) }),
    );
    expect([status, body.accepted, body.droppedCount]).toEqual([202, true, 2]);
    expect(body.dropped?.map(({ pointer }) => pointer)).toEqual(['/samples/1', '/samples/2']);
    expect((await show('greedy')).metrics?.cpuPct).toBe(42);
    expect(await query(`SELECT 1 FROM heartbeats WHERE node_id = 'greedy'`)).toHaveLength(3);
  });

  it('say nothing of hosts while nobody could take them', async () => {
    await server.node('unheard');
    const watch = server.app.get(StatusWatch, { strict: false });
    await query(`UPDATE nodes SET last_seen_at = now() - interval '1 hour' WHERE id = 'unheard'`);
    await query(`UPDATE heartbeat_intake SET since = now() - interval '10 seconds', alive_at = now()`);
    await watch.report();
    const node = await show('unheard');
    expect([node.status, node.statusAsOf]).toEqual(['ONLINE', node.lastSeenAt]);
    expect(await messages('unheard')).toEqual(['unheard joined the fleet']);
    const { body } = await server.admin.get<FleetSummary>('/nodes/summary?q=unheard');
    expect(body.byStatus.OFFLINE).toBe(0);
    await query(`UPDATE heartbeat_intake SET since = 'epoch'`);
    await watch.report();
    expect(await show('unheard')).toMatchObject({ status: 'OFFLINE', statusAsOf: null });
    // Who was away before HyprBox was stays so.
    await query(`UPDATE heartbeat_intake SET since = now(), alive_at = now()`);
    expect((await show('unheard')).status).toBe('OFFLINE');
    await query(`UPDATE heartbeat_intake SET since = 'epoch'`);
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

  it('are taken without what cannot be used in them, which is named and counted', async () => {
    const caller = await server.node('odd-1');
    const good = { mount: '/', fsType: 'ext4', usedBytes: 1, totalBytes: 2 };
    const filesystems = [good, { ...good, mount: '/odd', fsType: 'x'.repeat(70) }];
    const [first, second] = [60_000, 30_000].map((ago) => new Date(Date.now() - ago).toISOString());
    const heartbeat = {
      ...aHeartbeat({ nodeId: 'odd-1', metrics: someMetrics({ filesystems, netRxBps: -5 }) }),
      inventory: { kernel: '6.1', os: '\u001b[2J' },
      samples: [
        { at: first, metrics: { ...someMetrics(), memPct: 300 } },
        { at: second, metrics: someMetrics() },
      ],
    };
    const dropped = async (): Promise<number> => {
      const text = await (await fetch(new URL('/metrics', server.url))).text();
      return Number(/^hyprbox_heartbeat_values_dropped_total (\d+)$/m.exec(text)?.[1]);
    };
    const before = await dropped();
    const { status, body } = await caller.post<HeartbeatAccepted>('/nodes/heartbeat', heartbeat);
    expect([status, body.accepted, body.droppedCount]).toEqual([202, true, 4]);
    expect(body.dropped?.map(({ pointer }) => pointer).sort()).toEqual([
      '/inventory/os',
      '/metrics/filesystems/1/fsType',
      '/metrics/netRxBps',
      '/samples/0/metrics/memPct',
    ]);
    const node = await show('odd-1');
    expect([node.status, node.metrics?.filesystems, node.inventory]).toEqual(['ONLINE', [good], { kernel: '6.1' }]);
    const stored = `SELECT at FROM heartbeats WHERE node_id = 'odd-1' AND at = ANY($1)`;
    expect(await query(stored, [[first, second]])).toEqual([{ at: new Date(second ?? '') }]);
    expect((await dropped()) - before).toBe(4);
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
    await query(`SELECT drop_partition('heartbeats', $1)`, [day]);
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

  describe('of two machines that report as one node', () => {
    const silent = (nodeId: string) =>
      query(`UPDATE nodes SET last_seen_at = now() - interval '1 hour' WHERE id = $1`, [nodeId]);
    const send = async (caller: Caller, nodeId: string, id: string, bootId: string): Promise<number | string> => {
      const beat = aHeartbeat({ nodeId, hostname: `${id}-${bootId}`, machine: { id, bootId } });
      const { status, body } = await caller.post<Problem>('/nodes/heartbeat', beat);
      return status === 409 ? body.code : status;
    };

    it('refuse the second while the first is heard, say so, and let it take over afterwards', async () => {
      const caller = await server.node('twice-1');
      expect(await send(caller, 'twice-1', 'aa', '1')).toBe(202);
      const answers = [await send(caller, 'twice-1', 'bb', '2'), await send(caller, 'twice-1', 'bb', '2')];
      expect(answers).toEqual(['NODE_ON_OTHER_MACHINE', 'NODE_ON_OTHER_MACHINE']);
      expect((await show('twice-1')).hostname).toBe('aa-1');
      expect(await messages('twice-1')).toEqual([
        expect.stringContaining('a second machine reports as twice-1'),
        'twice-1 joined the fleet',
      ]);
      expect(await send(caller, 'twice-1', 'aa', '1')).toBe(202);
      await silent('twice-1');
      expect(await send(caller, 'twice-1', 'bb', '2')).toBe(202);
      expect((await messages('twice-1'))[0]).toBe('twice-1 reports from another machine now');
    });

    it('take a reboot as one, and know a clone by the start that comes back', async () => {
      const caller = await server.node('twice-2');
      expect([await send(caller, 'twice-2', 'aa', '1'), await send(caller, 'twice-2', 'aa', '2')]).toEqual([202, 202]);
      expect(await send(caller, 'twice-2', 'aa', '1')).toBe('NODE_ON_OTHER_MACHINE');
      expect([await send(caller, 'twice-2', 'aa', '2'), await send(caller, 'twice-2', 'aa', '3')]).toEqual([202, 202]);
    });

    it('take one that does not tell its machine, as an agent of before does not', async () => {
      const caller = await server.node('twice-3');
      expect(await send(caller, 'twice-3', 'aa', '1')).toBe(202);
      expect((await caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'twice-3' }))).status).toBe(202);
    });

    it('are told apart also when they come at the same time', async () => {
      const caller = await server.node('twice-4');
      expect(await send(caller, 'twice-4', 'aa', '1')).toBe(202);
      const both = await Promise.all([send(caller, 'twice-4', 'aa', '1'), send(caller, 'twice-4', 'bb', '2')]);
      expect(both).toEqual([202, 'NODE_ON_OTHER_MACHINE']);
    });
  });

  it('say once that a node went silent, and that it is back', async () => {
    const caller = await server.node('quiet-1');
    await query(`UPDATE nodes SET last_seen_at = now() - interval '1 hour' WHERE id = 'quiet-1'`);
    const watch = server.app.get(StatusWatch, { strict: false });
    await query(`UPDATE heartbeat_intake SET since = now()`);
    await watch.report();
    expect(await messages('quiet-1')).toEqual(['quiet-1 joined the fleet']);
    await query(`UPDATE heartbeat_intake SET since = 'epoch'`);
    await Promise.all([watch.report(), watch.report()]);
    await watch.report();
    expect((await show('quiet-1')).status).toBe('OFFLINE');
    expect(await messages('quiet-1')).toEqual(['quiet-1 stopped reporting', 'quiet-1 joined the fleet']);
    await caller.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'quiet-1' }));
    expect(await messages('quiet-1')).toEqual([
      'quiet-1 is reporting again',
      'quiet-1 stopped reporting',
      'quiet-1 joined the fleet',
    ]);
    await watch.report();
    expect(await messages('quiet-1')).toHaveLength(3);
  });
});
