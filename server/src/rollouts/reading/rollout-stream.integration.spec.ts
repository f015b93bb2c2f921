import type { Rollout, RolloutSummary, RolloutTargetEvent } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenStream } from '../../../test/open-stream.js';
import { RolloutsAtRest } from '../../../test/rollouts-at-rest.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

describe('GET /api/rollouts/:id/stream', () => {
  let server: TestServer;
  let rollouts: RolloutsAtRest;
  const many = Array.from({ length: 250 }, (_, index) => `many-${index}`);

  beforeAll(async () => {
    server = await startTestServer();
    rollouts = await RolloutsAtRest.of(server);
    await rollouts.nodes(['one', 'two', 'three'], ['few']);
    await rollouts.nodes(many, ['many']);
  });
  afterAll(async () => {
    await rollouts[Symbol.asyncDispose]();
    await server.stop();
  });

  const made = async (tag: string): Promise<string> => {
    const rollout = { preset: 'system-facts', selector: { tagsAny: [tag] } };
    return (await server.admin.post<Rollout>('/rollouts', rollout)).body.id;
  };
  const open = (id: string, lastEventId?: string): Promise<OpenStream> =>
    OpenStream.open(server.admin, `/rollouts/${id}/stream`, lastEventId);

  it('tells how the rollout is, its hosts as they change, and its end', async () => {
    const id = await made('few');
    const stream = await open(id);
    const other = await open(id);
    expect(await stream.next()).toMatchObject({
      event: 'state',
      data: { id, state: 'RUNNING', counts: { pending: 3 } },
    });
    await other.next();
    await rollouts.become(id, ['two'], 'RUNNING');
    const { data } = await stream.until(({ event }) => event === 'target');
    const { items, counts } = data as RolloutTargetEvent;
    expect(items).toMatchObject([{ nodeId: 'two', hostname: 'two', state: 'RUNNING', finishedAt: null }]);
    expect(counts).toMatchObject({ pending: 2, running: 1 });
    await rollouts.become(id, ['two', 'one', 'three'], 'SUCCEEDED', { exitCode: 0 });
    await rollouts.end(id, 'SUCCEEDED');
    for (const each of [stream, other]) {
      await each.until(({ event }) => event === 'done');
      expect(await each.next()).toBeNull();
      const last = each.events.findLast(({ event }) => event === 'state')?.data as RolloutSummary;
      expect(last).toMatchObject({ state: 'SUCCEEDED', counts: { succeeded: 3 } });
      const ended = each.events.flatMap(({ event, data: told }) =>
        event === 'target' ? (told as RolloutTargetEvent).items : [],
      );
      expect(ended.filter(({ state }) => state === 'SUCCEEDED')).toHaveLength(3);
    }
  });

  it('ends at once where the rollout has ended', async () => {
    const id = await made('few');
    await rollouts.end(id, 'ABORTED');
    const stream = await open(id);
    expect([await stream.next(), await stream.next(), await stream.next()]).toMatchObject([
      { event: 'state', data: { state: 'ABORTED' } },
      { event: 'done' },
      null,
    ]);
  });

  it('tells whoever comes back to read the hosts again, and all when too many have changed', async () => {
    const id = await made('many');
    const stream = await open(id, 'x-1');
    expect((await stream.next())?.event).toBe('resync');
    expect((await stream.next())?.event).toBe('state');
    await rollouts.become(id, many, 'QUEUED');
    expect((await stream.next())?.event).toBe('resync');
    await rollouts.become(id, many.slice(0, 200), 'RUNNING');
    expect(((await stream.until(({ event }) => event === 'target')).data as RolloutTargetEvent).items).toHaveLength(
      200,
    );
    stream.close();
  });
});
