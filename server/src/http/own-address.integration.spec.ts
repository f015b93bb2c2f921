import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Problem } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';

interface Answered {
  status: number | undefined;
  body: string;
}

/** A call with the headers as they are given: `fetch` lets nobody set Host or Origin. */
function send(url: string, headers: Record<string, string>, body?: unknown): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const call = request(url, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, body: answer }), reject);
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

describe('calls for another host', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it.each(['/metrics', '/', '/login', '/dashboard', '/api/auth/me', '/api/openapi.json', '/nothing'])(
    'are refused at %s, as a page could make them whose name was made to point here',
    async (path) => {
      const { status, body } = await send(`${server.url}${path}`, { host: 'rebound.example:4000' });
      expect(status).toBe(421);
      expect(JSON.parse(body)).toMatchObject({
        code: 'MISDIRECTED',
        detail: expect.stringContaining('HYPRBOX_PUBLIC_URL') as string,
      });
    },
  );

  it('can’t sign in, whatever their origin', async () => {
    const headers = { host: 'rebound.example', origin: 'http://rebound.example', 'sec-fetch-site': 'same-origin' };
    expect((await send(`${server.url}/api/auth/login`, headers, admin)).status).toBe(421);
  });

  it.each(['localhost:4000', '127.0.0.1', '[::1]:4000', '192.0.2.1:80', 'hyprbox:4000'])(
    'are none at %s',
    async (host) => {
      expect((await send(`${server.url}/metrics`, { host })).status).toBe(200);
    },
  );

  it('may ask for the server’s health', async () => {
    expect((await send(`${server.url}/healthz`, { host: 'probe.example' })).status).toBe(200);
  });

  it.each([
    'Host: a\r\nHost: b',
    'Host: 127.0.0.1\r\nhost: 127.0.0.1',
    'Host: a/b',
    'Host: a@b',
    'Host: a b',
    'Host: <x>',
  ])('are refused with %j', async (headers) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`GET /api/auth/me HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('are refused the metrics even where the server takes any name', async () => {
    await using open = await startTestServer({ HYPRBOX_HOST: '0.0.0.0' });
    expect((await send(`${open.url}/metrics`, { host: 'rebound.example' })).status).toBe(403);
    expect((await send(`${open.url}/metrics`, { host: '127.0.0.1' })).status).toBe(200);
    expect((await send(`${open.url}/api/auth/me`, { host: 'ops.example.com' })).status).toBe(401);
  });
});

describe('where people find the server', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_PUBLIC_URL: 'https://ops.example.com:8443' });
  });
  afterAll(() => server.stop());

  const signIn = (headers: Record<string, string>): Promise<Answered> =>
    send(`${server.url}/api/auth/login`, headers, admin);

  it.each(['ops.example.com', 'ops.example.com:8443', '127.0.0.1:4000', 'hyprbox'])(
    'is one setting, whatever the proxy passes on as Host: %s',
    async (host) => {
      expect((await signIn({ host, origin: 'https://ops.example.com:8443' })).status).toBe(200);
    },
  );

  it('is told with the header that is wrong and the setting that mends it', async () => {
    const { status, body } = await signIn({ host: 'ops.example.com', origin: 'https://ops.example.com' });
    const { detail } = JSON.parse(body) as Problem;
    expect(status).toBe(403);
    for (const word of [
      'another origin',
      'Origin',
      'https://ops.example.com',
      'Host',
      'X-Forwarded-Proto',
      'HYPRBOX_PUBLIC_URL',
    ]) {
      expect(detail).toContain(word);
    }
  });
});
