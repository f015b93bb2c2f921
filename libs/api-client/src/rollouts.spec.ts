import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from './client.js';
import type { Client } from './client.js';
import { UnexpectedAnswerError } from './errors.js';
import type { RolloutEvent } from './rollout-events.js';
import { eventStream, json, ScriptedServer } from './test-support/scripted-server.js';

const frame = (event: string, data: string, id: number): string => `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;

describe('the rollouts of a server', () => {
  let server: ScriptedServer;
  let client: Client;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    const timing = { random: () => 0, sleep: () => Promise.resolve() };
    client = createClient({ baseUrl: server.baseUrl, timing });
  });
  afterEach(() => server.stop());

  async function follow(): Promise<RolloutEvent[]> {
    const events: RolloutEvent[] = [];
    for await (const event of client.rollouts.follow('r1')) events.push(event);
    return events;
  }

  it('tells what becomes of one, across a lost connection, and leaves out what it does not know', async () => {
    const first = [frame('state', '{"state":"RUNNING"}', 1), frame('target', '{"items":[],"counts":{}}', 2)];
    const rest = [frame('fireworks', '{}', 3), frame('resync', '{}', 4), frame('done', '{}', 5)];
    server.script(eventStream(first, 'cut'), eventStream(rest, 'stay'));
    expect(await follow()).toEqual([
      { type: 'state', rollout: { state: 'RUNNING' } },
      { type: 'target', items: [], counts: {} },
      { type: 'resync' },
      { type: 'done' },
    ]);
    expect(server.received.map(({ url, headers }) => [url, headers['last-event-id']])).toEqual([
      ['/api/rollouts/r1/stream', undefined],
      ['/api/rollouts/r1/stream', '2'],
    ]);
  });

  it('does not take what is no JSON for an event', async () => {
    server.script(eventStream([frame('state', 'oops', 1)], 'end'));
    await expect(follow()).rejects.toThrow(UnexpectedAnswerError);
  });

  it('asks under the addresses of the contract', async () => {
    server.script(json(200, {}));
    const { rollouts } = client;
    await rollouts.plan({ preset: 'nginx', selector: { all: true } });
    await rollouts.targets('r/1', { state: ['FAILED', 'LOST'], limit: 5 });
    await rollouts.retry('r', { states: ['FAILED'] });
    expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /api/rollouts',
      expect.stringMatching(/^GET \/api\/rollouts\/r%2F1\/targets\?.*state=FAILED/),
      'POST /api/rollouts/r/retry',
    ]);
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ dryRun: true });
  });
});
