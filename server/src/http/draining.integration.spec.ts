import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from '@hyprbox/testing';
import type { PendingWork } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { Draining } from './draining.js';
import { OpenStreams } from './open-streams.js';

/** The answer's status, by a connection of its own. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    })
      .on('error', reject)
      .end();
  });
}

describe('a server that is about to stop', () => {
  let server: TestServer;
  let draining: Draining;

  beforeEach(async () => {
    server = await startTestServer();
    draining = server.app.get(Draining);
  });
  afterEach(() => server.stop());

  const open = (count: number): Promise<unknown> =>
    eventually(() => expect(server.app.get(OpenStreams).count).toBe(count));

  it('is not ready, lives, and goes on answering, each time as the last on its connection', async () => {
    draining.begin();
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, ready.headers.get('retry-after'), ready.headers.get('connection')]).toEqual([
      503,
      '2',
      'close',
    ]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const { status, headers } = await server.admin.get('/auth/me');
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
  });

  it('answers long polls empty, ends streams with a hint to come again, and takes no more connections', async () => {
    const agent = await server.node('web-1');
    const pending = agent.get<PendingWork>(
      '/jobs/pending?nodeId=web-1&wait=30&claimId=01999999-0000-7000-8000-000000000001',
    );
    const stream = await server.admin.fetch('/stream/nodes');
    await open(2);
    const drained = draining.drain();
    expect(await pending).toMatchObject({ status: 200, body: { job: null, cancel: [] } });
    expect(await stream.text()).toMatch(/^retry: \d+\n/);
    await drained;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  it('answers calls on connections that it has not taken yet', async () => {
    // On loopback the kernel has connected all of them, and holds their requests, before the server takes the first.
    const calls = Array.from({ length: 64 }, () => statusOf(`${server.url}/healthz`));
    const drained = draining.drain();
    expect(new Set(await Promise.all(calls))).toEqual(new Set([200]));
    await drained;
  });

  it('answers a request whose body is still to come', async () => {
    const body = JSON.stringify({ name: 'late' });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const answer = text(socket);
    const path = '/api/tokens';
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${server.admin.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
    );
    // The server has read the head once it asks for the rest.
    const asked = new Promise((resolve) => socket.once('data', resolve));
    await asked;
    const drained = draining.drain();
    await eventually(() => !server.app.getHttpServer().listening);
    socket.write(body);
    expect(await answer).toMatch(/HTTP\/1\.1 201 .*\r\nconnection: close\r\n/is);
    await drained;
  });

  it('answers a call that comes by a connection which was open and idle', async () => {
    const keeping = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        request(`${server.url}/healthz`, { agent: keeping }, (response) => {
          response.resume().on('end', () => resolve(response));
        })
          .on('error', reject)
          .end();
      });
    expect((await ask()).headers.connection).toBe('keep-alive');
    const drained = draining.drain();
    const { statusCode, headers } = await ask();
    expect([statusCode, headers.connection]).toEqual([200, 'close']);
    await drained;
    keeping.destroy();
  });
});
