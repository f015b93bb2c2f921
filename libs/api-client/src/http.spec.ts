import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from './client.js';
import type { Client } from './client.js';
import { ApiError, UnexpectedAnswerError, UnreachableError } from './errors.js';
import { cut, json, ScriptedServer } from './test-support/scripted-server.js';

const problem = {
  type: 'about:blank',
  title: 'Bad Request',
  status: 400,
  detail: 'The request is not valid',
  instance: '/api/jobs',
  code: 'VALIDATION',
  requestId: 'r-1',
  errors: [{ pointer: '/variables/domain', detail: 'is required' }],
};

describe('a client', () => {
  let server: ScriptedServer;
  let client: Client;
  let pauses: number[];

  beforeEach(async () => {
    server = await ScriptedServer.start();
    pauses = [];
    client = createClient({
      baseUrl: `${server.baseUrl}/`,
      token: 'secret',
      timing: { sleep: async (ms) => void pauses.push(ms), random: () => 0.5 },
    });
  });
  afterEach(() => server.stop());

  const error = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => expect.unreachable('it should have failed'),
      (reason: unknown) => reason,
    );

  it('sends its token and leaves out what was not asked for', async () => {
    server.script(json(200, { items: [], nextCursor: null }));
    await client.jobs.list({ nodeId: 'web-1', status: undefined, limit: 5 });
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      url: '/api/jobs?nodeId=web-1&limit=5',
      headers: { authorization: 'Bearer secret' },
    });
  });

  it('keeps each part of a path one segment', async () => {
    server.script(json(200, {}));
    await client.nodes.get('a/../b?c#d%2e');
    expect(server.received[0]?.url).toBe('/api/nodes/a%2F..%2Fb%3Fc%23d%252e/status');
    expect(() => client.jobs.get('..')).toThrow(TypeError);
    expect(() => client.jobs.get('')).toThrow(TypeError);
  });

  it('gives a problem as an ApiError that reads well', async () => {
    server.script(json(400, problem));
    const failure = await error(client.jobs.create({ nodeId: 'a', preset: 'b', variables: {} }));
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({
      problem,
      message: 'The request is not valid\n  variables.domain: is required',
    });
  });

  it('keeps both diffs of a stale draft, however long they are', async () => {
    const stale = { currentVersion: 4, currentRevision: 2, theirs: '+a\n'.repeat(200_000), yours: '+b\n' };
    server.script(json(409, { ...problem, status: 409, code: 'PRESET_DRAFT_STALE', ...stale }));
    const failure = await error(client.presets.draft.save('motd', { source: '', basedOn: 3 }));
    expect(failure).toMatchObject({ code: 'PRESET_DRAFT_STALE', problem: stale });
  });

  it('makes a problem of an answer that holds none', async () => {
    server.script((response) => void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Nope</h1>'));
    expect(await error(client.jobs.get('x'))).toMatchObject({
      problem: { status: 404, code: 'HTTP_404', title: 'Not Found', instance: '/api/jobs/x' },
    });
  });

  it('repeats a read on 502, 503, 504 and a cut connection, with growing pauses', async () => {
    server.script(json(503, {}), cut, json(502, {}), json(200, { id: 'web-1' }));
    expect(await client.nodes.get('web-1')).toEqual({ id: 'web-1' });
    expect(pauses).toEqual([100, 200, 400]);
  });

  it('stops repeating after its last attempt', async () => {
    server.script(json(504, {}));
    expect(await error(client.nodes.get('web-1'))).toMatchObject({ status: 504 });
    expect(server.received).toHaveLength(4);
  });

  it('does not ask a second time for what a node has not answered in time', async () => {
    server.script(json(504, { ...problem, status: 504, code: 'NOT_ANSWERED_IN_TIME' }));
    const query = client.backups.snapshots.find('p', { pattern: '*' });
    expect(await error(query)).toMatchObject({ status: 504, code: 'NOT_ANSWERED_IN_TIME' });
    expect(server.received).toHaveLength(1);
  });

  it('waits as long as Retry-After asks, but not for ever', async () => {
    server.script(json(503, {}, { 'retry-after': '3' }), json(503, {}, { 'retry-after': '600' }), json(200, {}));
    expect(await error(client.nodes.get('web-1'))).toMatchObject({ status: 503, retryAfterSeconds: 600 });
    expect(pauses).toEqual([3000]);
  });

  it('never repeats a write, nor a read that was refused', async () => {
    server.script(json(503, {}));
    await error(client.jobs.cancel('a'));
    server.script(json(403, {}));
    await error(client.nodes.get('web-1'));
    expect(server.received).toHaveLength(2);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a job', () => client.jobs.create({ nodeId: 'a', preset: 'b', variables: {} })],
    ['a backup', () => client.backups.policies.run('p')],
    ['a restore', () => client.backups.snapshots.restore({ policyId: 'p', snapshotId: 's', targetPath: '/t' })],
  ])('repeats the order of %s under one name, so that the server makes one', async (_what, order) => {
    server.script(json(503, {}), cut, json(201, { id: 'j1' }));
    expect(await order()).toEqual({ id: 'j1' });
    const keys = server.received.map(({ headers }) => headers['idempotency-key']);
    expect([keys.length, new Set(keys).size]).toEqual([3, 1]);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says why a server cannot be reached', async () => {
    const { baseUrl } = server;
    await server.stop();
    const failure = await error(client.auth.logout());
    expect(failure).toBeInstanceOf(UnreachableError);
    expect(failure).toMatchObject({
      message: `Cannot reach ${baseUrl}: the connection was refused; is the server running?`,
    });
    server = await ScriptedServer.start();
  });

  it('gives up on a server that never answers', async () => {
    server.script(() => undefined);
    const impatient = createClient({ baseUrl: server.baseUrl, answerTimeoutMs: 50 });
    expect(await error(impatient.auth.logout())).toBeInstanceOf(UnreachableError);
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const ended = createClient({ baseUrl: server.baseUrl, signal: stop.signal });
    server.script(() => stop.abort(new Error('enough')));
    expect(await error(ended.nodes.get('web-1'))).toMatchObject({ message: 'enough' });
  });

  it('ends a pause before a repeat with the reason of its own signal', async () => {
    const stop = new AbortController();
    const ended = createClient({ baseUrl: server.baseUrl, signal: stop.signal });
    server.script((response) => {
      response.once('finish', () => stop.abort(new Error('enough')));
      response.writeHead(503, { 'retry-after': '9' }).end();
    });
    expect(await error(ended.nodes.get('web-1'))).toMatchObject({ message: 'enough' });
  });

  it('does not follow a redirect, which would carry the token elsewhere', async () => {
    server.script(json(302, {}, { location: 'https://elsewhere.example/' }));
    const failure = await error(client.auth.login({ email: 'a@b.c', password: 'x' }));
    expect(failure).toBeInstanceOf(UnexpectedAnswerError);
    expect(server.received).toHaveLength(1);
  });

  it('recognises a server that is none of ours', async () => {
    server.script((response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    expect(await error(client.nodes.summary())).toBeInstanceOf(UnexpectedAnswerError);
  });

  it('gives raw output byte by byte', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    server.script((response) => void response.writeHead(200).end(bytes));
    const chunks: Uint8Array[] = [];
    for await (const chunk of client.jobs.output('j1', 'stderr')) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(server.received[0]?.url).toBe('/api/jobs/j1/output/stderr');
  });

  it.each(['ftp://host', 'host:4000', '', 'http://user:pw@host'])('refuses %j as an address', (baseUrl) => {
    expect(() => createClient({ baseUrl })).toThrow(TypeError);
  });
});
