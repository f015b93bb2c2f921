import type { History, HistoryPoint, Node, Page, Sparks } from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { PartitionKeeper } from '../database/partitions.js';
import { PartitionDuty } from '../duties/partition-duty.js';
import { dutyLockSpace } from '../duties/periodic-duties.js';
import { Rollup } from './rollup.service.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

describe('history', () => {
  let server: TestServer;
  let rollup: Rollup;
  let locking: pg.Client;

  const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
    server.app.get(DataSource).query(sql, parameters);
  const read = async (path: string): Promise<History> => (await server.admin.get<History>(path)).body;
  const iso = (ms: number): string => new Date(ms).toISOString();
  const rollUp = (): Promise<void> => rollup.catchUp(new AbortController().signal);
  const measured = ({ points }: History): HistoryPoint[] => points.filter(({ cpuPct }) => cpuPct !== null);

  beforeAll(async () => {
    server = await startTestServer();
    rollup = server.app.get(Rollup, { strict: false });
    locking = new pg.Client({ connectionString: server.database.url });
    await locking.connect();
    // The rounds are called by the tests themselves: their lock keeps the server's own ones out.
    await locking.query('SELECT pg_advisory_lock($1, hashtext($2))', [dutyLockSpace, 'rollup']);
  });

  afterAll(async () => {
    await locking.end();
    await server.stop();
  });

  let agent: Caller;
  let nodeId: string;
  let nodes = 0;

  beforeEach(async () => {
    nodeId = `h-${++nodes}`;
    agent = await server.node(nodeId);
    await query('DELETE FROM heartbeats WHERE node_id = $1', [nodeId]);
  });

  /** Sends samples at these times; the figures follow from the times. */
  async function report(times: number[], cpu: (ms: number) => number = () => 50): Promise<void> {
    const [newest, ...others] = times.toSorted((a, b) => b - a);
    const samples = others.map((ms) => ({ at: iso(ms), metrics: someMetrics({ cpuPct: cpu(ms) }) }));
    const heartbeat = {
      ...aHeartbeat({ nodeId, samples, metrics: someMetrics({ cpuPct: cpu(newest ?? 0) }) }),
      at: iso(newest ?? 0),
    };
    const { status } = await agent.post('/nodes/heartbeat', heartbeat);
    expect(status).toBe(202);
  }

  it('has buckets aligned to the epoch, null for gaps, and the newest sample', async () => {
    const now = Date.now();
    const times = [now, now - 10 * minuteMs, now - 10 * minuteMs - 1, now - 50 * minuteMs];
    await report(times, (ms) => (ms === now ? 77 : 30));
    const history = await read(`/nodes/${nodeId}/history?range=1h&points=60`);
    expect(history.resolutionSeconds).toBe(60);
    expect(history.points).toHaveLength(60);
    history.points.forEach(({ at }, index) => {
      expect(Date.parse(at) % minuteMs).toBe(0);
      if (index > 0) expect(Date.parse(at) - Date.parse(history.points[index - 1]?.at ?? '')).toBe(minuteMs);
    });
    const found = new Map(measured(history).map((point) => [point.at, point.cpuPct]));
    const expected = new Map(times.map((ms) => [iso(Math.floor(ms / minuteMs) * minuteMs), ms === now ? 77 : 30]));
    expect(new Set(found)).toEqual(new Set(expected));
    expect(history.points.find(({ cpuPct }) => cpuPct === null)).toMatchObject({ memPct: null, load1: null });
  });

  it('shows the least and the greatest where a bucket gathers more than one sample', async () => {
    const hour = Math.floor(Date.now() / hourMs) * hourMs - 2 * hourMs;
    await report([hour, hour + 1_000, hour + 5 * minuteMs], (ms) => (ms === hour ? 10 : 20));
    const history = await read(`/nodes/${nodeId}/history?from=${iso(hour)}&to=${iso(hour + hourMs)}&points=60`);
    const [first, second] = measured(history);
    expect(first).toMatchObject({ cpuPct: 15, min: { cpuPct: 10, load1: 0.5 }, max: { cpuPct: 20 } });
    expect(second).toMatchObject({ cpuPct: 20 });
    expect(second).not.toHaveProperty('min');
  });

  it('is the same before and after it is rolled up, and the same as plain SQL over the samples says', async () => {
    const start = Math.floor(Date.now() / hourMs) * hourMs - 6 * hourMs;
    const times = Array.from({ length: 480 }, (_, i) => start + i * 43_000);
    await report(times, (ms) => (ms / 1000) % 97);
    const address = (points: number) =>
      `/nodes/${nodeId}/history?from=${iso(start)}&to=${iso(start + 6 * hourMs)}&points=${points}`;
    for (const points of [360, 36, 6]) {
      const before = await read(address(points));
      await rollUp();
      const after = await read(address(points));
      expect(await query('SELECT 1 FROM rollup_backlog WHERE node_id = $1', [nodeId])).toEqual([]);
      const plain = await query<{ at: Date; avg: number; min: number; max: number }>(
        `SELECT date_bin($2 * interval '1 second', at, 'epoch') AS at, avg(cpu_pct) AS avg, min(cpu_pct)::float8 AS min,
           max(cpu_pct)::float8 AS max
         FROM heartbeats WHERE node_id = $1 GROUP BY 1 ORDER BY 1`,
        [nodeId, after.resolutionSeconds],
      );
      expect(after.resolutionSeconds).toBe((6 * 3600) / points);
      for (const history of [before, after]) {
        const found = measured(history);
        expect(found.map(({ at }) => at)).toEqual(plain.map(({ at }) => at.toISOString()));
        found.forEach((point, index) => {
          expect(point.cpuPct).toBeCloseTo(plain[index]?.avg ?? Number.NaN, 9);
          if (point.min) expect([point.min.cpuPct, point.max?.cpuPct]).toEqual([plain[index]?.min, plain[index]?.max]);
        });
      }
      // The next resolution is compared before its roll-up, too.
      await query(
        `INSERT INTO rollup_backlog SELECT DISTINCT node_id, date_trunc('hour', at) FROM heartbeats WHERE node_id = $1`,
        [nodeId],
      );
    }
    await rollUp();
  });

  it('really reads what is rolled up, where that is what remains', async () => {
    const start = Math.floor(Date.now() / hourMs) * hourMs - 3 * hourMs;
    await report([start, start + 30_000, start + hourMs], () => 40);
    await rollUp();
    await query('DELETE FROM heartbeats WHERE node_id = $1', [nodeId]);
    for (const points of [3, 18, 180]) {
      const history = await read(
        `/nodes/${nodeId}/history?from=${iso(start)}&to=${iso(start + 3 * hourMs)}&points=${points}`,
      );
      expect(measured(history).map(({ at, cpuPct }) => [at, cpuPct])).toEqual([
        [iso(start), 40],
        [iso(start + hourMs), 40],
      ]);
    }
  });

  it('takes in samples that come after their time was rolled up, at once and after the next roll-up', async () => {
    const start = Math.floor(Date.now() / hourMs) * hourMs - 3 * hourMs;
    await report([start], () => 10);
    await rollUp();
    await report([start + 1_000], () => 30);
    const address = `/nodes/${nodeId}/history?from=${iso(start)}&to=${iso(start + hourMs)}&points=1`;
    expect(measured(await read(address))[0]).toMatchObject({ cpuPct: 20, min: { cpuPct: 10 }, max: { cpuPct: 30 } });
    await rollUp();
    await query('DELETE FROM heartbeats WHERE node_id = $1', [nodeId]);
    expect(measured(await read(address))[0]).toMatchObject({ cpuPct: 20, min: { cpuPct: 10 }, max: { cpuPct: 30 } });
  });

  it('of the fleet weighs each node the same, in what is rolled up and in the newest', async () => {
    await query('TRUNCATE heartbeats, heartbeats_1m, heartbeats_10m, heartbeats_1h, rollup_backlog');
    const [busy, calm] = [agent, await server.node(`${nodeId}-calm`)];
    await query('DELETE FROM heartbeats');
    const start = Math.floor(Date.now() / hourMs) * hourMs - 2 * hourMs;
    const now = Date.now();
    for (const base of [start, now - 1_000]) {
      const samples = [0, 100, 200].map((ms) => ({ at: iso(base + ms), metrics: someMetrics({ cpuPct: 80 }) }));
      await busy.post('/nodes/heartbeat', {
        ...aHeartbeat({ nodeId, metrics: someMetrics({ cpuPct: 80 }), samples }),
        at: iso(base),
      });
      const metrics = someMetrics({ cpuPct: 20 });
      await calm.post('/nodes/heartbeat', { ...aHeartbeat({ nodeId: `${nodeId}-calm`, metrics }), at: iso(base) });
    }
    await rollUp();
    const old = await read(`/nodes/history?from=${iso(start)}&to=${iso(start + hourMs)}&points=6`);
    expect(measured(old)).toMatchObject([{ at: iso(start), cpuPct: 50, min: { cpuPct: 20 }, max: { cpuPct: 80 } }]);
    const newest = measured(await read('/nodes/history?range=1h&points=60')).at(-1);
    expect(newest).toMatchObject({ cpuPct: 50, min: { cpuPct: 20 }, max: { cpuPct: 80 } });
  });

  it('shows the last hour of several nodes as lines of equal length', async () => {
    const now = Date.now();
    await report([now, now - 30 * minuteMs], (ms) => (ms === now ? 66 : 33));
    for (const points of [30, 7, 60, 1]) {
      const { body } = await server.admin.get<Sparks>(`/nodes/sparks?nodeIds=${nodeId},missing&points=${points}`);
      expect(body.items.map((item) => item.nodeId)).toEqual([nodeId, 'missing']);
      for (const { cpuPct, memPct, diskPct } of body.items) {
        expect([cpuPct.length, memPct.length, diskPct.length]).toEqual([points, points, points]);
      }
      const [line, missing] = body.items;
      expect(line?.cpuPct.findLast((value) => value !== null)).toBe(
        points === 1 && now % hourMs > 30 * minuteMs ? 49.5 : 66,
      );
      if (points > 1) expect(line?.cpuPct.filter((value) => value !== null)).toEqual([33, 66]);
      expect(missing?.cpuPct.every((value) => value === null)).toBe(true);
    }
  });

  it.each([
    ['history?range=2h'],
    ['history?points=0'],
    ['history?points=1001'],
    ['history?from=yesterday&to=today'],
    ['history?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['history?to=2026-01-01T00:00:00Z'],
    ['history?range=1h&from=2026-01-01T00:00:00Z'],
    ['history?from=2000-01-01T00:00:00Z'],
    ['sparks'],
    ['sparks?nodeIds='],
    ['sparks?nodeIds=A%20B'],
    [`sparks?nodeIds=${Array.from({ length: 201 }, (_, i) => `n${i}`).join(',')}`],
    ['sparks?nodeIds=a&points=0'],
  ])('refuses %s', async (path) => {
    expect((await server.admin.get(`/nodes/${path}`)).status).toBe(400);
  });

  it('is dropped a whole partition at a time once it is past its retention, and not before', async () => {
    const keeper = server.app.get(PartitionKeeper, { strict: false });
    const days = [9, 8, 7, 6].map((ago) => new Date(Date.now() - ago * dayMs));
    await keeper.makeFor('heartbeats', days);
    await server.app.get(PartitionDuty, { strict: false }).keep();
    const left = await query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'heartbeats'::regclass`,
    );
    const names = left.map(({ name }) => name);
    const nameOf = (day: Date): string => `heartbeats_${iso(day.getTime()).slice(0, 10).replaceAll('-', '')}`;
    expect(days.map((day) => names.includes(nameOf(day)))).toEqual([false, false, true, true]);
    expect(names).toContain(nameOf(new Date(Date.now() + 3 * dayMs)));
  });

  it('leaves the list of nodes alone', async () => {
    const { body } = await server.admin.get<Page<Node>>('/nodes');
    expect(body.items.map(({ id }) => id)).not.toContain('*');
  });
});
