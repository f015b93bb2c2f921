import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits, type Problem, type SignedIn } from '@hyprbox/contracts';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';

const json = { 'content-type': 'application/json' };

describe('requests', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_CORS_ORIGINS: 'https://ops.example.com' });
  });
  afterAll(() => server.stop());

  const send = async (body: string, headers: Record<string, string> = json): Promise<[number, Partial<Problem>]> => {
    const response = await server.admin.fetch('/tokens', { method: 'POST', headers, body });
    expect(response.headers.get('content-type')).toMatch(/^application\/(problem\+)?json; charset=utf-8$/);
    return [response.status, (await response.json()) as Partial<Problem>];
  };

  const raw = async (text: string): Promise<string> => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(text);
    let answer = '';
    for await (const data of socket) answer += String(data);
    return answer;
  };

  it.each([
    ['text/plain', '{"name":"x"}'],
    ['application/x-www-form-urlencoded', 'name=x'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/xml', '<name>x</name>'],
  ])('have no body of the type %s', async (type, body) => {
    expect(await send(body, { 'content-type': type })).toMatchObject([415, { code: 'UNSUPPORTED_MEDIA_TYPE' }]);
  });

  it.each([
    ['cut off', '{"name":'],
    ['with a prototype', '{"name":"x","__proto__":{"role":"ADMIN"}}'],
    ['with a constructor', '{"name":"x","constructor":{"prototype":{"role":"ADMIN"}}}'],
  ])('have no JSON that is %s', async (_, body) => {
    expect(await send(body)).toMatchObject([400, { code: 'BAD_REQUEST', detail: 'The body is not valid JSON.' }]);
  });

  it('have no JSON that is nested without end', async () => {
    const depth = 100_000;
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(await send(`{"name":${nested}}`)).toMatchObject([400, { errors: [{ pointer: '' }] }]);
    expect(await send(`{"name":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`)).toMatchObject([400, {}]);
  });

  it.each(['null', '[]', '1', '"x"', '[{"name":"x"}]'])('have no body that is no object: %s', async (body) => {
    const errors = [{ pointer: '', detail: 'must be a JSON object' }];
    expect(await send(body)).toMatchObject([400, { code: 'INVALID_INPUT', errors }]);
  });

  it('are refused when their body is too large', async () => {
    const [status, problem] = await send(JSON.stringify({ name: 'x'.repeat(limits.bodyBytes) }));
    expect([status, problem.code]).toEqual([413, 'TOO_LARGE']);
  });

  it('may say that their missing body is JSON', async () => {
    expect((await server.admin.fetch('/auth/me', { headers: json })).status).toBe(200);
    const { body } = await server.anonymous.post<SignedIn>('/auth/login', admin);
    const init = { method: 'POST', headers: json, body: '' };
    expect((await server.as(body.token).fetch('/auth/logout', init)).status).toBe(204);
  });

  it('may say null for what they leave out', async () => {
    const account = { email: 'new@example.com', password: 'a long enough password' };
    const nulls = { name: null, invitation: null, setupCode: null };
    expect((await server.anonymous.post('/auth/register', { ...account, ...nulls })).status).toBe(403);
    expect((await server.admin.post('/tokens', { name: 'x', nodeId: null })).body).toMatchObject({ nodeId: null });
  });

  it.each([
    ['https://ops.example.com', 'PATCH', 'https://ops.example.com'],
    ['https://ops.example.com', 'DELETE', 'https://ops.example.com'],
    ['https://elsewhere.example', 'DELETE', null],
    ['null', 'GET', null],
  ])('from pages of %s by %s are allowed only where the origin is named', async (origin, method, allowed) => {
    const headers = { origin, 'access-control-request-method': method };
    const response = await server.anonymous.fetch('/nodes/web-1', { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
    expect(response.headers.get('access-control-allow-methods')).toContain(method);
  });

  it.each(['/%', '/api/nodes/%E0%A4%A/status', '/dashboard/%ff'])('to %s are told by a problem', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nX-Request-Id: abc\r\nConnection: close\r\n\r\n`);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'BAD_REQUEST', instance: path, requestId: 'abc' });
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('that are %s are told by a problem, and the connection ends', async (_, text, status) => {
    const [head = '', body = ''] = (await raw(text)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(body)).toMatchObject({ type: 'about:blank', status, requestId: expect.any(String) as string });
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('to an unknown path by %s are 404', async (method) => {
    const response = await server.anonymous.fetch('/nothing', { method, headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND', instance: '/api/nothing' });
  });

  it('to a name that is longer than any are 404, and not told to take the method that they have', async () => {
    const answer = await server.admin.get(`/presets/${'a'.repeat(300)}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it.each([
    ['GET', '/api/auth/login', 'POST'],
    ['PUT', '/api/jobs', 'GET, HEAD, POST'],
    ['DELETE', '/api/settings/', 'GET, HEAD, PATCH'],
    ['PATCH', '/api/jobs/01999999-0000-7000-8000-000000000001/cancel', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['PROPFIND', '/api/nodes', 'GET, HEAD'],
  ])('by a method that the address does not take are 405: %s %s', async (method, path, allow) => {
    const response = await fetch(`${server.url}${path}`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', instance: path });
  });

  it('may end in a slash', async () => {
    expect((await server.admin.get('/nodes/')).status).toBe(200);
    expect((await server.anonymous.get('/nodes/')).status).toBe(401);
  });

  it('for work or a stream can’t be made by HEAD, which would take the one and never end the other', async () => {
    const agent = await server.node('web-1');
    const job = await server.admin.post<{ id: string }>('/jobs', {
      nodeId: 'web-1',
      preset: 'system-facts',
      variables: {},
    });
    const path = '/jobs/pending?nodeId=web-1&claimId=01999999-0000-7000-8000-000000000001';
    expect((await agent.fetch(path, { method: 'HEAD' })).status).toBe(405);
    expect((await server.anonymous.fetch(path, { method: 'HEAD' })).status).toBe(401);
    expect((await server.admin.get(`/jobs/${job.body.id}`)).body).toMatchObject({ status: 'QUEUED' });
    const stream = await server.admin.fetch(`/jobs/${job.body.id}/stream`, { method: 'HEAD' });
    expect([stream.status, stream.headers.get('allow')]).toEqual([405, 'GET']);
    expect((await server.admin.fetch('/stream/nodes', { method: 'HEAD' })).status).toBe(405);
  });
});
