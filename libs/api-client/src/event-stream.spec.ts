import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from './client.js';
import type { Client } from './client.js';
import { ApiError, UnreachableError } from './errors.js';
import type { JobEvent } from './job-events.js';
import { cut, eventStream, json, ScriptedServer } from './test-support/scripted-server.js';

const stdout = (id: number, offset: number, data: string): string =>
  `id: ${id}\nevent: stdout\ndata: ${JSON.stringify({ offset, data })}\n\n`;
const done = 'event: done\ndata: {}\n\n';

describe('following a job', () => {
  let server: ScriptedServer;
  let client: Client;
  let clock: number;
  let pauses: number[];

  beforeEach(async () => {
    server = await ScriptedServer.start();
    clock = 0;
    pauses = [];
    client = createClient({
      baseUrl: server.baseUrl,
      timing: {
        random: () => 0,
        now: () => clock,
        sleep: async (ms) => {
          pauses.push(ms);
          clock += 60_000;
        },
      },
    });
  });
  afterEach(() => server.stop());

  async function collect(options: Parameters<Client['jobs']['follow']>[1] = {}): Promise<JobEvent[]> {
    const events: JobEvent[] = [];
    for await (const event of client.jobs.follow('j1', options)) events.push(event);
    return events;
  }

  const printed = (events: JobEvent[]): string =>
    events.map((event) => ('bytes' in event ? Buffer.from(event.bytes).toString() : '')).join('');

  it('resumes after the last event when the connection is cut, and gives each byte once', async () => {
    server.script(
      eventStream(['retry: 2000\n', stdout(1, 0, 'one\n')], 'cut'),
      cut,
      json(503, {}, { 'retry-after': '1' }),
      eventStream([stdout(1, 0, 'one\ntw'), stdout(2, 6, 'o\n'), done], 'stay'),
    );
    const lost: string[] = [];
    const events = await collect({ onReconnect: ({ why }) => lost.push(why.message) });
    expect(printed(events)).toBe('one\ntwo\n');
    expect(events.at(-1)).toEqual({ type: 'done' });
    expect(server.received.map((request) => request.headers['last-event-id'])).toEqual([undefined, '1', '1', '1']);
    expect(lost).toHaveLength(3);
    expect(pauses).toEqual([2000, 2000, 2000]);
  });

  it('resumes after a stream that ended without its last event', async () => {
    server.script(eventStream([stdout(1, 0, 'a')], 'end'), eventStream([stdout(2, 1, 'b'), done], 'end'));
    expect(printed(await collect())).toBe('ab');
  });

  it('counts what the server dropped, and reads bytes that are no text', async () => {
    const base64 = Buffer.from([0xff, 0x00]).toString('base64');
    const binary = `event: stderr\ndata: ${JSON.stringify({ offset: 100, base64 })}\n\n`;
    server.script(eventStream([binary, done], 'stay'));
    expect((await collect())[0]).toMatchObject({ type: 'stderr', offset: 100, droppedBytes: 100 });
  });

  it('counts offsets in bytes, not in characters', async () => {
    server.script(eventStream([stdout(1, 0, 'é'), stdout(2, 2, 'ö'), done], 'stay'));
    expect(await collect()).toMatchObject([{ droppedBytes: 0 }, { droppedBytes: 0 }, { type: 'done' }]);
  });

  it('ends at once with what the server refuses for good', async () => {
    server.script(json(401, {}));
    await expect(collect()).rejects.toBeInstanceOf(ApiError);
    expect(server.received).toHaveLength(1);
  });

  it('gives up on a server that stays away', async () => {
    server.script(cut);
    await expect(collect({ giveUpAfterMs: 150_000 })).rejects.toBeInstanceOf(UnreachableError);
    expect(server.received).toHaveLength(4);
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    server.script(eventStream([stdout(1, 0, 'a')], 'stay'));
    const follow = async (): Promise<void> => {
      for await (const event of client.jobs.follow('j1', { signal: stop.signal })) {
        expect(event.type).toBe('stdout');
        stop.abort(new Error('enough'));
      }
    };
    await expect(follow()).rejects.toThrow('enough');
  });

  it('closes its connection when the consumer stops', async () => {
    const closed = new Promise<void>((resolve) => {
      server.script((response, request) => {
        response.on('close', resolve);
        eventStream([stdout(1, 0, 'a')], 'stay')(response, request);
      });
    });
    for await (const event of client.jobs.follow('j1')) {
      expect(event.type).toBe('stdout');
      break;
    }
    await closed;
  });
});
