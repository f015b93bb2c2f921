import type { History, HistoryPoint, Node, Page, Sparks } from '@hyprbox/contracts';
import { aHeartbeat, eventually, someMetrics } from '@hyprbox/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { PartitionKeeper } from '../database/partitions.js';
import { PartitionTask } from '../scheduled-tasks/partition-task.js';
import { taskLockSpace } from '../scheduled-tasks/scheduled-tasks.repository.js';
import { RollupService } from './rollup.service.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

describe('history', () => {
  let server: TestServer;
  let rollup: RollupService;
  let locking: pg.Client;

  const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
    server.app.get(DataSource).query(sql, parameters);
  const read = async (path: string): Promise<History> => (await server.admin.get<History>(path)).body;
  const iso = (ms: number): string => new Date(ms).toISOString();
  const rollUp = (): Promise<void> => rollup.catchUp(new AbortController().signal);
  /** Of thirty hours up to so many after `start`: too many samples of a host that reports every five seconds. */
  const ofRollUps = (start: number, hours: number, points: number): string =>
    `/nodes/${nodeId}/history?from=${iso(start + (hours - 30) * hourMs)}&to=${iso(start + hours * hourMs)}&points=${points}`;
  const measured = ({ points }: History): HistoryPoint[] => points.filter(({ cpuPct }) => cpuPct !== null);

  beforeAll(async () => {
    server = await startTestServer();
    rollup = server.app.get(RollupService, { strict: false });
    locking = new pg.Client({ connectionString: server.database.url });
    await locking.connect();
    // The rounds are called by the tests themselves: their lock keeps the server's own ones out.
    await locking.query('SELECT pg_advisory_lock($1, hashtext($2))', [taskLockSpace, 'rollup']);
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
      ...aHeartbeat({ nodeId, intervalSeconds: 5, samples, metrics: someMetrics({ cpuPct: cpu(newest ?? 0) }) }),
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

  it('has a band that one odd sample does not widen', async () => {
    const hour = Math.floor(Date.now() / hourMs) * hourMs - 2 * hourMs;
    // A hundred from 20 to 30, and one that is far off.
    const times = Array.from({ length: 101 }, (_, index) => hour + index * 1_000);
    await report(times, (ms) => (ms === hour ? 100 : 20 + (ms - hour) / 10_000));
    const { band, points } = await read(
      `/nodes/${nodeId}/history?from=${iso(hour)}&to=${iso(hour + hourMs)}&points=12`,
    );
    expect(band).toBe('p5-p95');
    const [point] = points;
    expect(point?.p5?.cpuPct).toBeCloseTo(20.6, 5);
    expect(point?.p95?.cpuPct).toBeCloseTo(29.6, 5);
    expect([point?.min?.cpuPct, point?.max?.cpuPct]).toEqual([expect.closeTo(20.1, 5), 100]);
    expect([point?.p5?.load1, point?.p95?.load1]).toEqual([0.5, 0.5]);
  });

  it.each([
    ['more samples than are read', -30, 0],
    ['longer ago than samples are kept', -9 * 24, -9 * 24 + 1],
  ])('has a band of the extremes where it is of %s', async (_, fromHours, toHours) => {
    const hour = Math.floor(Date.now() / hourMs) * hourMs;
    const half = hour - 30 * minuteMs;
    await report([half, half + 1_000], (ms) => (ms === half ? 90 : 10));
    const [from, to] = [fromHours, toHours].map((hours) => iso(hour + hours * hourMs));
    const history = await read(`/nodes/${nodeId}/history?from=${from}&to=${to}&points=30`);
    expect(history.band).toBe('min-max');
    expect(history.points.filter(({ p5, p95 }) => p5 ?? p95)).toEqual([]);
    if (toHours === 0) expect(measured(history)).toMatchObject([{ min: { cpuPct: 10 }, max: { cpuPct: 90 } }]);
  });

  it('is the same before and after it is rolled up, and the same as plain SQL over the samples says', async () => {
    const start = Math.floor(Date.now() / hourMs) * hourMs - 6 * hourMs;
    const times = Array.from({ length: 480 }, (_, i) => start + i * 43_000);
    await report(times, (ms) => (ms / 1000) % 97);
    for (const points of [900, 180, 30]) {
      const before = await read(ofRollUps(start, 6, points));
      await rollUp();
      const after = await read(ofRollUps(start, 6, points));
      expect(await query('SELECT 1 FROM rollup_backlog WHERE node_id = $1', [nodeId])).toEqual([]);
      const plain = await query<{ at: Date; avg: number; min: number; max: number }>(
        `SELECT date_bin($2 * interval '1 second', at, 'epoch') AS at, avg(cpu_pct) AS avg, min(cpu_pct)::float8 AS min,
           max(cpu_pct)::float8 AS max
         FROM heartbeats WHERE node_id = $1 GROUP BY 1 ORDER BY 1`,
        [nodeId, after.resolutionSeconds],
      );
      expect(after.resolutionSeconds).toBe((30 * 3600) / points);
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
    for (const points of [30, 180, 900]) {
      const history = await read(ofRollUps(start, 3, points));
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
    const address = ofRollUps(start, 1, 30);
    expect(measured(await read(address))[0]).toMatchObject({ cpuPct: 20, min: { cpuPct: 10 }, max: { cpuPct: 30 } });
    await rollUp();
    await query('DELETE FROM heartbeats WHERE node_id = $1', [nodeId]);
    expect(measured(await read(address))[0]).toMatchObject({ cpuPct: 20, min: { cpuPct: 10 }, max: { cpuPct: 30 } });
  });

  it('takes in samples whose hour is being rolled up at that moment, and rolls it up once more', async () => {
    const start = Math.floor(Date.now() / hourMs) * hourMs - 3 * hourMs;
    await report([start], () => 10);
    await rollUp();
    await report([start + 1_000], () => 30);
    // Holds up the roll-up after that of the minutes.
    await locking.query('BEGIN');
    await locking.query('LOCK TABLE heartbeats_1h IN SHARE MODE');
    const rolling = rollUp();
    await eventually(async () => {
      const waiting = await query(`SELECT FROM pg_locks WHERE relation = 'heartbeats_1h'::regclass AND NOT granted`);
      return waiting.length > 0;
    });
    await report([start + 2_000], () => 50);
    await locking.query('COMMIT');
    await rolling;
    await rollUp();
    expect(await query('SELECT FROM rollup_backlog WHERE node_id = $1', [nodeId])).toEqual([]);
    await query('DELETE FROM heartbeats WHERE node_id = $1', [nodeId]);
    const history = await read(ofRollUps(start, 1, 900));
    expect(measured(history)[0]).toMatchObject({ cpuPct: 30, min: { cpuPct: 10 }, max: { cpuPct: 50 } });
  });

  it('of the fleet weighs each node the same, in what is rolled up and in the newest', async () => {
    for (const table of ['heartbeats', 'heartbeats_1m', 'heartbeats_10m', 'heartbeats_1h', 'rollup_backlog']) {
      await query(`DELETE FROM ${table}`);
    }
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
    const address = `/nodes/history?from=${iso(start)}&to=${iso(start + hourMs)}&points=6`;
    const inOld = { at: iso(start), cpuPct: 50, min: { cpuPct: 20 }, max: { cpuPct: 80 } };
    await query('UPDATE nodes SET interval_seconds = 1');
    const ofMany = await read(address);
    expect(ofMany).toMatchObject({ band: 'min-max' });
    expect(measured(ofMany)).toMatchObject([inOld]);
    expect(measured(ofMany)[0]).not.toHaveProperty('p5');
    await query('UPDATE nodes SET interval_seconds = 300');
    const ofFew = await read(address);
    expect(ofFew).toMatchObject({ band: 'p5-p95' });
    // Of the readings 20, 80, 80 and 80.
    expect(measured(ofFew)).toMatchObject([{ ...inOld, p5: { cpuPct: 29 }, p95: { cpuPct: 80 } }]);
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
    await server.app.get(PartitionTask, { strict: false }).keep();
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
