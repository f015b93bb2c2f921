import { limits, type Problem } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, startTestServer, type Caller, type TestServer } from '../../test/test-server.js';

/** More than a refusal that names all it names, and less than one that names all there is. */
const answerBytes = 8 * 1024;

const fields = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));

describe('what a request may hold', () => {
  let server: TestServer;
  let agent: Caller;

  beforeAll(async () => {
    server = await startTestServer();
    agent = await server.node('web-1');
  });
  afterAll(() => server.stop());

  async function send(caller: Caller, path: string, body: unknown, method = 'POST') {
    const response = await caller.fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const problem = JSON.parse(text) as Problem;
    return { status: response.status, bytes: text.length, problem, errors: problem.errors ?? [] };
  }

  it.each(['/auth/login', '/auth/register'])('is little where anyone may call: %s', async (path) => {
    const { status, problem } = await send(server.anonymous, path, { email: 'x'.repeat(limits.signInBodyBytes) });
    expect([status, problem.code]).toEqual([413, 'TOO_LARGE']);
  });

  it('is told in one fault where it is too much to name', async () => {
    const many = await send(server.admin, '/tokens', fields(5_000));
    expect([many.status, many.errors]).toEqual([
      400,
      [{ pointer: '', detail: 'has an object of more than 500 fields' }],
    ]);
    const long = await send(server.admin, '/backups/policies', { paths: Array.from({ length: 20_000 }, () => 1) });
    expect([long.status, long.errors]).toEqual([400, [{ pointer: '', detail: 'holds more than 10000 values' }]]);
  });

  it('is answered with its first faults, and how many there are besides', async () => {
    const { status, errors } = await send(server.anonymous, '/auth/login', fields(300));
    expect(status).toBe(400);
    expect(errors).toHaveLength(21);
    // The fields that are missing count, too.
    expect(errors.at(-1)).toEqual({ pointer: '', detail: '… and 282 more' });
  });

  const wrong = (count: number): unknown[] => Array.from({ length: count }, () => ({ at: 'x', metrics: fields(20) }));

  it.each<[string, string, string, unknown]>([
    ['a change of settings', 'PATCH', '/settings', { retention: fields(400), thresholds: fields(400) }],
    ['a policy', 'POST', '/backups/policies', { ...fields(200), paths: wrong(250), excludes: wrong(250) }],
    ['variables', 'POST', '/presets/system-facts/render', { variables: fields(499) }],
    ['a job', 'POST', '/jobs', { nodeId: 'web-1', preset: 'system-facts', variables: fields(499) }],
    ['tags', 'PATCH', '/nodes/web-1', { tags: Array.from({ length: 5_000 }, () => '!') }],
    ['one long name', 'POST', '/tokens', { ['x'.repeat(500_000)]: 1 }],
  ])('is answered shortly: %s', async (_, method, path, body) => {
    const { status, bytes, errors } = await send(server.admin, path, body, method);
    expect(status).toBe(400);
    expect(errors.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(answerBytes);
  });

  it('is answered shortly to agents, too', async () => {
    const metrics = { cpuPct: 1, memPct: 1, diskPct: 1 };
    const beat = { nodeId: 'web-1', hostname: 'web-1', intervalSeconds: 15, metrics, ...fields(100) };
    expect((await send(agent, '/nodes/heartbeat', { ...beat, samples: wrong(500) })).bytes).toBeLessThan(answerBytes);
    const job = '/jobs/01999999-0000-7000-8000-000000000001';
    const chunks = Array.from({ length: 64 }, () => fields(100));
    for (const path of [`${job}/output`, `${job}/complete`]) {
      const { status, bytes } = await send(agent, path, { ...fields(400), chunks });
      expect(status).toBe(400);
      expect(bytes).toBeLessThan(answerBytes);
    }
    expect((await send(agent, `${job}/output`, fields(200_000))).errors).toHaveLength(1);
  });

  it('lets through the largest heartbeat that an agent sends', async () => {
    const filesystem = { mount: '/', fsType: 'ext4', usedBytes: 1, totalBytes: 2 };
    const metrics = { cpuPct: 1, memPct: 2, diskPct: 3, filesystems: Array.from({ length: 30 }, () => filesystem) };
    const now = Date.now();
    const samples = Array.from({ length: 500 }, (_, index) => ({ at: new Date(now - 1_000 * index - 1_000), metrics }));
    const beat = { nodeId: 'web-1', hostname: 'web-1', intervalSeconds: 15, metrics, samples };
    expect((await agent.post('/nodes/heartbeat', beat)).status).toBe(202);
  });

  it('is no address with more parameters than any call has', async () => {
    const query = Object.keys(fields(1_000)).join('=1&');
    const { status, body } = await server.admin.get<Problem>(`/nodes?${query}=1`);
    expect([status, body.errors]).toEqual([400, [{ pointer: '?', detail: 'must have at most 32 parameters' }]]);
    expect((await server.anonymous.get(`/nodes?${query}=1`)).status).toBe(401);
  });

  it.each(['limit=1&limit=2', 'q=a&q=b', 'limit[a]=1', 'filter[a][b]=1', '=', 'cursor=a&cursor=b'])(
    'is no address with the parameters %s',
    async (query) => {
      expect((await server.admin.get(`/nodes?${query}`)).status).toBe(400);
    },
  );

  it.each(['constructor', '__proto__', 'prototype', 'hasOwnProperty', 'toString', 'isPrototypeOf', '__defineGetter__'])(
    'is no unknown field, also not one called %s',
    async (name) => {
      const raw = async (caller: Caller, path: string, body: string, method = 'POST'): Promise<number> => {
        const headers = { 'content-type': 'application/json' };
        return (await caller.fetch(path, { method, headers, body })).status;
      };
      const signIn = JSON.stringify(admin).slice(0, -1);
      const job = '/jobs/01999999-0000-7000-8000-000000000001';
      expect(
        await Promise.all([
          raw(server.anonymous, '/auth/login', `${signIn},"${name}":1}`),
          raw(server.admin, '/tokens', `{"name":"x","${name}":"x"}`),
          raw(server.admin, '/settings', `{"retention":{"samplesDays":3,"${name}":1}}`, 'PATCH'),
          raw(server.admin, '/presets/system-facts/render', `{"variables":{"${name}":"x"}}`),
          raw(server.admin, '/presets/system-facts/render', `{"variables":{},"${name}":"x"}`),
          raw(server.admin, '/backups/policies', `{"name":"x","${name}":"x"}`),
          raw(agent, `${job}/output`, `{"attempt":1,"chunks":[],"${name}":1}`),
          raw(agent, `${job}/complete`, `{"attempt":1,"exitCode":0,"stdoutBytes":0,"stderrBytes":0,"${name}":1}`),
          (await server.admin.get(`/nodes?${name}=x`)).status,
          (await server.admin.get(`/audit?${name}=x`)).status,
        ]),
      ).toEqual(Array.from({ length: 10 }, () => 400));
    },
  );
});
