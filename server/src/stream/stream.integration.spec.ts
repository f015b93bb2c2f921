import type { Activity, HeartbeatEvent } from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { OpenStream, type SentEvent } from '../../test/open-stream.js';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { ActivityLog } from '../activity/activity-log.js';
import { StatusWatch } from '../nodes/status-watch.js';
import { ActivityFollower } from './activity-follower.js';

const itemsOf = ({ data }: SentEvent): HeartbeatEvent['items'] => (data as HeartbeatEvent).items;
const isAbout =
  (nodeId: string) =>
  (event: SentEvent): boolean =>
    event.event === 'heartbeat' && itemsOf(event).some((item) => item.nodeId === nodeId);
const says =
  (message: string) =>
  ({ event, data }: SentEvent): boolean =>
    event === 'activity' && (data as Activity).message === message;

describe('GET /api/stream/nodes', () => {
  let server: TestServer;
  let one: Caller;
  let two: Caller;
  const open: OpenStream[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    // As if it had been up for long: silence counts.
    await server.app.get(DataSource).query(`UPDATE heartbeat_intake SET since = 'epoch'`);
    one = await server.node('one');
    two = await server.node('two');
    await server.node('silent');
    await server.admin.patch('/nodes/two', { tags: ['web'] });
    await expectNoBeats();
  });

  afterEach(async () => {
    for (const stream of open.splice(0)) stream.close();
    await expectNoBeats();
  });

  afterAll(() => server.stop());

  /** No node falls silent by itself, however long the tests take. */
  async function expectNoBeats(): Promise<void> {
    await server.app.get(DataSource).query('UPDATE nodes SET interval_seconds = 600');
  }

  async function follow(parameters = '', lastEventId?: string): Promise<OpenStream> {
    const stream = await OpenStream.open(server.admin, `/stream/nodes${parameters}`, lastEventId);
    open.push(stream);
    return stream;
  }

  /** So far apart that the status goes by each of them. */
  const intervalSeconds = 20;
  const beat = (caller: Caller, nodeId: string, cpuPct = 10) =>
    caller.post('/nodes/heartbeat', aHeartbeat({ nodeId, intervalSeconds, metrics: someMetrics({ cpuPct }) }));

  it('shows a heartbeat with its status and the headline figures only', async () => {
    const stream = await follow();
    await beat(one, 'one', 85);
    const [item] = itemsOf(await stream.until(isAbout('one')));
    expect(item).toEqual({
      nodeId: 'one',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      status: 'WARNING',
      metrics: { cpuPct: 85, memPct: 50, diskPct: 25, load1: 0.5, netRxBps: 1_000, netTxBps: 2_000 },
    });
  });

  it('is open only once nothing that happens can be missed', async () => {
    // The streams of the test before have been closed by their readers, which the server has to notice first.
    await expect.poll(() => server.app.get(ActivityFollower).place).toBe(0);
    const log = server.app.get(ActivityLog);
    const head = log.head.bind(log);
    const asked = Promise.withResolvers<null>();
    const answered = Promise.withResolvers<null>();
    vi.spyOn(log, 'head').mockImplementationOnce(async () => {
      asked.resolve(null);
      await answered.promise;
      return head();
    });
    let isOpen = false;
    const opening = follow().then((stream) => {
      isOpen = true;
      return stream;
    });
    await asked.promise;
    await server.node('meanwhile');
    expect(isOpen).toBe(false);
    answered.resolve(null);
    const stream = await opening;
    await server.node('from-now-on');
    await stream.until(says('from-now-on joined the fleet'));
  });

  it('gives each client at most one heartbeat event a second, with the latest of each node', async () => {
    const openedAt = performance.now();
    const stream = await follow();
    await beat(one, 'one', 1);
    await stream.until(isAbout('one'));
    for (let cpuPct = 2; cpuPct <= 20; cpuPct++) {
      await beat(one, 'one', cpuPct);
      await beat(two, 'two', cpuPct);
    }
    // However long the beats took: the last of each arrives, and there are no more events than seconds.
    const latest = new Map<string, number>();
    while (latest.get('one') !== 20 || latest.get('two') !== 20) {
      const event = await stream.until(({ event: name }) => name === 'heartbeat');
      for (const { nodeId, metrics } of itemsOf(event)) latest.set(nodeId, metrics.cpuPct);
    }
    const sent = stream.events.filter(({ event }) => event === 'heartbeat').length;
    expect(sent).toBeGreaterThan(1);
    expect(sent).toBeLessThanOrEqual((performance.now() - openedAt) / 1_000 + 1);
  });

  it.each(['?nodeIds=two', '?tag=web', '?nodeIds=one,two&tag=web'])(
    'shows only what %s asks for',
    async (parameters) => {
      const stream = await follow(parameters);
      await server.node(`other-${parameters.length}`);
      await beat(one, 'one');
      await beat(two, 'two');
      const event = await stream.until(({ event: name }) => name === 'heartbeat');
      expect(itemsOf(event).map(({ nodeId }) => nodeId)).toEqual(['two']);
      const watch = server.app.get(StatusWatch, { strict: false });
      await server.app
        .get(DataSource)
        .query(`UPDATE nodes SET last_seen_at = now() - interval '1 hour' WHERE id IN ('one', 'two')`);
      await watch.report();
      await stream.until(says('two stopped reporting'));
      expect(stream.events.filter(({ event: name }) => name === 'activity')).toHaveLength(1);
      await beat(one, 'one');
      await beat(two, 'two');
      await stream.until(says('two is reporting again'));
    },
  );

  it('shows activity once it is committed', async () => {
    const stream = await follow();
    await server.node('fresh');
    const joined = await stream.until(says('fresh joined the fleet'));
    expect(joined.data).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      nodeId: 'fresh',
      kind: 'node',
      message: 'fresh joined the fleet',
    });
    // Either may come first: a heartbeat waits for no entry that has been overtaken.
    await stream.untilSent(isAbout('fresh'));
  });

  it('shows that a node has gone offline', async () => {
    // One of which nothing is waiting to be sent: what was heard of it later than what is written here would be kept.
    const stream = await follow();
    await server.app
      .get(DataSource)
      .query(`UPDATE nodes SET last_seen_at = now() - interval '1 hour' WHERE id = 'silent'`);
    await server.app.get(StatusWatch, { strict: false }).report();
    const offline = await stream.until(
      (event) => isAbout('silent')(event) && itemsOf(event).some(({ status }) => status === 'OFFLINE'),
    );
    expect(itemsOf(offline).find(({ nodeId }) => nodeId === 'silent')?.metrics.cpuPct).toBe(1);
  });

  it('numbers its events upwards, and a resumed stream brings what was missed, once and in order', async () => {
    const first = await follow();
    await server.node('missed-0');
    await first.until(says('missed-0 joined the fleet'));
    const { id } = first.events.at(-1) ?? { id: '' };
    first.close();
    await server.node('missed-1');
    await server.node('missed-2');
    const resumed = await follow('', id);
    await resumed.until(says('missed-2 joined the fleet'));
    await server.node('missed-3');
    await resumed.until(says('missed-3 joined the fleet'));
    const messages = resumed.events
      .filter(({ event }) => event === 'activity')
      .map(({ data }) => (data as Activity).message);
    expect(messages).toEqual([1, 2, 3].map((i) => `missed-${i} joined the fleet`));
    const ids = [...first.events, ...resumed.events].map((event) => Number(event.id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
    expect(resumed.events.map(({ event }) => event)).not.toContain('resync');
  });

  it.each([['nonsense'], ['1764000000000000'], ['99999999999999999999']])(
    'tells a client that comes back with %s to read the lists again',
    async (id) => {
      const stream = await follow('', id);
      expect(await stream.next()).toMatchObject({ event: 'resync', data: {} });
      await beat(one, 'one');
      await stream.until(isAbout('one'));
    },
  );

  it('ends when its reader signs out', async () => {
    const login = await server.anonymous.post<{ token: string }>('/auth/login', {
      email: 'admin@example.com',
      password: 'correct horse battery',
    });
    const caller = server.as(login.body.token);
    const stream = await OpenStream.open(caller, '/stream/nodes');
    await caller.post('/auth/logout');
    while ((await stream.next()) !== null);
  });

  it.each([['?nodeIds=A%20B'], ['?nodes=one'], [`?tag=${'x'.repeat(65)}`]])('refuses %s', async (parameters) => {
    expect((await server.admin.get(`/stream/nodes${parameters}`)).status).toBe(400);
  });

  it('is only for those who may read nodes', async () => {
    expect((await server.anonymous.get('/stream/nodes')).status).toBe(401);
    expect((await one.get('/stream/nodes')).status).toBe(403);
  });
});
