import { randomUUID } from 'node:crypto';
import type { Activity } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { databaseCable, type DatabaseCable } from '../../test/database-cable.js';
import { OpenStream } from '../../test/open-stream.js';
import { startReplica, type Replica } from '../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../test/test-server.js';

describe('node streams of several replicas', () => {
  let server: TestServer;
  let cable: DatabaseCable;
  let replica: Replica;
  let there: Caller;
  const open: OpenStream[] = [];

  const startAnother = (url: string): Promise<Replica> =>
    startReplica(url, { HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them' });

  beforeAll(async () => {
    server = await startTestServer();
    cable = await databaseCable(server.database.url);
    replica = await startAnother(cable.url);
    there = new Caller(replica.url, server.admin.token);
  });

  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });

  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await cable[Symbol.asyncDispose]();
    await server.stop();
  });

  async function follow(caller: Caller, lastEventId?: string): Promise<OpenStream> {
    const stream = await OpenStream.open(caller, '/stream/nodes', lastEventId);
    open.push(stream);
    return stream;
  }

  const messagesOf = (stream: OpenStream): string[] =>
    stream.events.flatMap(({ event, data }) => (event === 'activity' ? [(data as Activity).message] : []));
  const joined = (name: string): string => `${name} joined the fleet`;
  const upTo = (stream: OpenStream, name: string) =>
    stream.until(({ event, data }) => event === 'activity' && (data as Activity).message === joined(name));
  const names = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

  it('bring what happened while their replica was cut off, in order and once each', async () => {
    const stream = await follow(there);
    await server.node('before-cut');
    await upTo(stream, 'before-cut');
    cable.pull();
    const missed = names('cut', 10);
    for (const name of missed) await server.node(name);
    cable.plug();
    await upTo(stream, 'cut-9');
    await server.node('after-cut');
    await upTo(stream, 'after-cut');
    expect(messagesOf(stream)).toEqual(['before-cut', ...missed, 'after-cut'].map(joined));
    expect(stream.events.map(({ event }) => event)).not.toContain('resync');
  });

  it('bring what happened while nobody could be told, and show how the hosts are', async () => {
    const stream = await follow(there);
    await server.node('before-loss');
    await upTo(stream, 'before-loss');
    const client = new pg.Client({ connectionString: server.database.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'hyprbox-notifications' AND datname = current_database()`,
    );
    await client.end();
    const missed = names('loss', 10);
    for (const name of missed) await server.node(name);
    await upTo(stream, 'loss-9');
    await stream.until(
      ({ event, data }) => event === 'heartbeat' && JSON.stringify(data).includes('"nodeId":"loss-9"'),
    );
    expect(messagesOf(stream)).toEqual(['before-loss', ...missed].map(joined));
  });

  it('go on at another replica where they ended, with nothing left out and nothing twice', async () => {
    const first = await follow(server.admin);
    await server.node('first');
    await upTo(first, 'first');
    await first.until(({ event }) => event === 'heartbeat');
    const { id } = first.events.at(-1) ?? { id: '' };
    first.close();
    const missed = names('between', 20);
    // Some at the one and some at the other, at the same time.
    await Promise.all(missed.map((name) => server.node(name)));
    const second = await follow(there, id);
    await server.node('second');
    await upTo(second, 'second');
    expect(messagesOf(second).toSorted()).toEqual([...missed, 'second'].map(joined).toSorted());
    expect(second.events[0]?.event).not.toBe('resync');
    second.close();
    const third = await follow(server.admin, second.events.findLast(({ event }) => event === 'activity')?.id);
    await server.node('third');
    await upTo(third, 'third');
    expect(messagesOf(third)).toEqual([joined('third')]);
  });

  it('miss nothing of a replica that is stopped', async () => {
    const nodeId = `leaving-${randomUUID()}`;
    const leaving = await startAnother(server.database.url);
    const { body: token } = await server.admin.post<{ token: string }>('/tokens', { name: nodeId });
    await new Caller(leaving.url, token.token).post('/nodes/heartbeat', {
      nodeId,
      hostname: nodeId,
      intervalSeconds: 15,
      metrics: { cpuPct: 1, memPct: 2, diskPct: 3 },
    });
    const stream = await follow(there);
    const at = new Caller(leaving.url, server.admin.token);
    const jobs = Array.from({ length: 30 }, () =>
      at.post('/jobs', { nodeId, preset: 'system-facts', variables: {} }).catch(() => null),
    );
    await eventually(async () => {
      const { body } = await server.admin.get<{ items: unknown[] }>(`/jobs?nodeId=${nodeId}`);
      return body.items.length > 5;
    });
    await leaving[Symbol.asyncDispose]();
    await Promise.all(jobs);
    const { body } = await server.admin.get<{ items: Activity[] }>(`/nodes/${nodeId}/activity`);
    const ids = new Set(body.items.filter(({ kind }) => kind === 'deploy').map(({ id }) => id));
    const seen: string[] = [];
    while (seen.length < ids.size) {
      const { data } = await stream.until(
        ({ event, data }) => event === 'activity' && (data as Activity).kind === 'deploy',
      );
      seen.push((data as Activity).id);
    }
    expect(new Set(seen)).toEqual(ids);
  });
});
