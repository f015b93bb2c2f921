import { documentedSamples, freePort, startNginx, type Nginx } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';

const strip = (sample: string): string => sample.replace('proxy_pass http://hyprbox;', 'proxy_pass http://hyprbox/;');
/** As nginx's own manual and the page of before have it: without the port. */
const dropPort = (sample: string): string => sample.replace('$http_host', '$host');

describe.each<[string, number, string, (sample: string) => string]>([
  ['at the root', 0, '', (sample) => sample],
  ['at the root, with a Host that lacks the port', 0, '', dropPort],
  ['below a path that it passes on', 1, '/hyprbox', (sample) => sample],
  ['below a path that it takes away', 1, '/hyprbox', strip],
])('behind nginx on another port, as documented, %s', (_, index, base, change) => {
  let server: TestServer;
  let nginx: Nginx;
  let origin: string;

  beforeAll(async () => {
    const port = await freePort();
    origin = `https://ops.example.com:${port}`;
    server = await startTestServer({
      HYPRBOX_PUBLIC_URL: `${origin}${base}`,
      HYPRBOX_TRUST_PROXY: '127.0.0.1',
    });
    const sample = (await documentedSamples())[index] ?? '';
    nginx = await startNginx(change(sample), port, server.url);
  });
  afterAll(async () => {
    await nginx[Symbol.asyncDispose]();
    await server.stop();
  });

  it('people sign in by cookie, change something, and follow a stream', async () => {
    const host = new URL(origin).host;
    const signedIn = await nginx.send('POST', `${base}/api/auth/login`, { host, origin }, admin);
    expect([signedIn.status, signedIn.body]).toEqual([200, expect.stringContaining('"token"')]);
    const cookies = [signedIn.headers['set-cookie'] ?? []].flat();
    for (const cookie of cookies)
      expect(cookie).toMatch(new RegExp(`; Path=${base}/; (HttpOnly; )?Secure; SameSite=Strict`));
    const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
    const csrf = /XSRF-TOKEN=([^;]+)/.exec(cookie)?.[1] ?? '';
    const headers = { host, cookie, origin, 'x-xsrf-token': csrf };
    expect((await nginx.send('GET', `${base}/api/auth/me`, headers)).status).toBe(200);
    expect((await nginx.send('POST', `${base}/api/tokens`, headers, { name: 'web-1' })).status).toBe(201);
    const stream = await nginx.send('GET', `${base}/api/stream/nodes`, headers);
    expect([stream.status, stream.body]).toEqual([200, expect.stringMatching(/^retry: /)]);
    const foreign = { ...headers, origin: 'https://ops.example.com' };
    expect((await nginx.send('POST', `${base}/api/tokens`, foreign, { name: 'web-2' })).status).toBe(403);
  });

  it.each(['/', '/login', '/dashboard/jobs/a.b'])('the console’s page is at %s', async (path) => {
    const page = await nginx.send('GET', `${base}${path}`, { host: new URL(origin).host, accept: 'text/html' });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('the server is found at its own address, too, by agents and health checks', async () => {
    await server.node('web-9');
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${server.url}${base}/readyz`)).status).toBe(200);
  });
});
