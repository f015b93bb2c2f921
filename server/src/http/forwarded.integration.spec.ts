import type { AuditEvent, Page } from '@hyprbox/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallerAt } from '../../test/caller-at.js';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';

interface Line {
  level: number;
  context?: string;
  msg: string;
  req?: { method: string; url: string; remoteAddress: string };
  userId?: string;
  nodeId?: string;
}

/** What a client may write for its address, and what it must not become. */
const noAddresses = [
  'unknown',
  '_hidden',
  '<script>alert(1)</script>',
  '7.7.7.7.7',
  '[::1',
  'a, b, c',
  "';--",
  '7.7.7.7:x',
];

describe('the address of a caller behind a proxy', () => {
  let server: TestServer;
  const lines: Line[] = [];

  beforeAll(async () => {
    const log = { write: (line: string): void => void lines.push(JSON.parse(line) as Line) };
    // Node joins the headers' doubles; the nearest proxy's word is the last.
    server = await startTestServer({ HYPRBOX_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' }, pino({ level: 'info' }, log));
  });
  afterAll(() => server.stop());
  beforeEach(() => void (lines.length = 0));

  const signIn = (address: string, password = 'wrong'): Promise<number> =>
    new CallerAt(server.url, address).post('/auth/login', { ...admin, password }).then(({ status }) => status);

  it('is an address in the trail, whatever the client wrote', async () => {
    for (const address of [...noAddresses, '6.6.6.6:1000', '[2001:DB8::6]:5', '::ffff:6.6.6.7']) await signIn(address);
    const { items } = (await server.admin.get<Page<AuditEvent>>('/audit?action=auth.login.failed')).body;
    expect(new Set(items.map(({ ip }) => ip))).toEqual(new Set(['127.0.0.1', '6.6.6.6', '2001:db8::6', '6.6.6.7']));
  });

  it('is one for the limits, whatever port and host part is written to it', async () => {
    const written = Array.from({ length: 12 }, (_, index) => `7.7.7.7:${1000 + index}`);
    const statuses: number[] = [];
    for (const address of written) statuses.push(await signIn(address));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    const hosts = Array.from({ length: 12 }, (_, index) => `2001:db8:7:7::${index.toString(16)}`);
    const answers: number[] = [];
    for (const address of hosts) answers.push(await signIn(address));
    expect(answers.slice(0, 4)).toEqual([401, 401, 401, 401]);
    // From the fifth failure on the account is locked for the network, not for one of its hosts.
    expect(answers.slice(5)).not.toContain(401);
  });

  it('stands in the request’s line with the user or node that called', async () => {
    const user = new CallerAt(server.url, '8.8.8.8:443, 10.1.2.3', server.admin.token);
    const { body } = await user.get<{ id: string }>('/auth/me');
    await new CallerAt(server.url, 'unknown').get('/auth/me');
    expect(lines.filter(({ req }) => req?.url === '/api/auth/me')).toMatchObject([
      { userId: body.id, req: { remoteAddress: '8.8.8.8' } },
      { req: { remoteAddress: '127.0.0.1' } },
    ]);
  });

  it('is told with each refused agent, once a minute', async () => {
    const agent = await server.node('web-1');
    const beat = {
      nodeId: 'web-2',
      hostname: 'web-2',
      intervalSeconds: 15,
      metrics: { cpuPct: 1, memPct: 2, diskPct: 3 },
    };
    const at = (address: string, token: string | null): CallerAt => new CallerAt(server.url, address, token);
    for (let call = 0; call < 3; call += 1) await at('9.9.9.9', agent.token).post('/nodes/heartbeat', beat);
    for (let call = 0; call < 3; call += 1) {
      await at('9.9.9.8', 'hbnt_revoked').get(
        '/jobs/pending?nodeId=web-9&claimId=01999999-0000-7000-8000-000000000001',
      );
    }
    await at('9.9.9.7', agent.token).post('/nodes/heartbeat', { ...beat, nodeId: 'web-1', ['x\u001b[2J']: 1 });
    const told = lines.filter(({ context }) => context === 'Agents').map(({ msg, level }) => `${level} ${msg}`);
    expect(told).toEqual([
      '30 The agent of node web-1 at 9.9.9.9 is refused (403): This token belongs to node web-1.',
      expect.stringMatching(
        /^30 The agent of node web-9 \(as it says\) at 9\.9\.9\.8 is refused \(401\): Sign in first/,
      ),
      expect.stringMatching(/^30 The agent of node web-1 at 9\.9\.9\.7 is refused \(400\): .* \/x\u{FFFD}\[2J/u),
    ]);
  });

  it('counts against nobody who only asks for the server’s health', async () => {
    const asked = Array.from({ length: 400 }, (_, index) => fetch(`${server.url}/${index % 2 ? 'healthz' : 'readyz'}`));
    const statuses = await Promise.all(asked.map(async (answer) => (await answer).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('makes a cookie secure only where the nearest proxy says that it was called by HTTPS', async () => {
    const cookieFor = async (protocol: string): Promise<string | null> => {
      const response = await fetch(`${server.url}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-proto': protocol, 'x-forwarded-for': '5.5.5.5' },
        body: JSON.stringify(admin),
      });
      return response.headers.get('set-cookie');
    };
    for (const protocol of ['https', 'http, HTTPS']) expect(await cookieFor(protocol)).toContain('Secure');
    for (const protocol of ['http', 'https, http', 'javascript', ''])
      expect(await cookieFor(protocol)).not.toContain('Secure');
  });
});
