import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import {
  alertLimits,
  type AlertRule,
  type AuditEvent,
  type Beat,
  type BeatFields,
  type CreatedBeat,
  type Page,
  type Problem,
} from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Alerts } from '../../../test/alerts.js';
import { startReplica } from '../../../test/replica.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { TooManyRequestsError } from '../../common/domain-error.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { BeatSignalsService } from './beat-signals.service.js';

let names = 0;
/** Expected every hour; name only what the test is about. */
const aBeat = (differing: Partial<BeatFields> = {}): BeatFields => ({
  name: `backup ${++names}`,
  ...(differing.cron === undefined && { periodSeconds: 3600 }),
  graceSeconds: 60,
  ...differing,
});

describe('beats', () => {
  let server: TestServer;
  const log: string[] = [];

  beforeAll(async () => {
    server = await startTestServer(
      { HYPRBOX_TRUST_PROXY: 'true' },
      pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    );
  });
  afterAll(() => server.stop());

  const make = async (differing: Partial<BeatFields> = {}): Promise<CreatedBeat> => {
    const { status, body } = await server.admin.post<CreatedBeat>('/beats', aBeat(differing));
    expect(status).toBe(201);
    return body;
  };
  const read = async ({ id }: { id: string }): Promise<Beat> => (await server.admin.get<Beat>(`/beats/${id}`)).body;
  const ping = async ({ url }: CreatedBeat, signal = '', init: RequestInit = {}): Promise<number> => {
    const response = await fetch(`${url}${signal}`, init);
    expect(response.headers.get('set-cookie')).toBeNull();
    await response.body?.cancel();
    return response.status;
  };
  const sql = (text: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> =>
    server.app.get(DataSource).query(text, parameters);
  const rulesOf = async ({ id }: { id: string }): Promise<AlertRule[]> => {
    const { body } = await server.admin.get<Page<AlertRule>>('/alerts/rules?limit=200');
    return body.items.filter(
      ({ kind, condition }) => kind === 'BEAT' && 'beatId' in condition && condition.beatId === id,
    );
  };

  it('are made with a rule and an address that is shown once, changed and deleted, each recorded', async () => {
    const { url, ...created } = await make({ name: 'nightly' });
    expect(url).toMatch(new RegExp(`^${server.url}/api/beats/ping/hbbt_[\\w-]{43}$`));
    expect(created).toMatchObject({ name: 'nightly', status: 'NEW', lastPingAt: null, lateAt: null, lastBodyBytes: 0 });
    expect(await read(created)).toEqual(created);
    expect((await server.admin.get<Page<Beat>>('/beats')).body.items).toContainEqual(created);
    const [row] = await sql('SELECT token_hash, to_jsonb(beats)::text AS all FROM beats WHERE id = $1', [created.id]);
    const token = url.split('/').at(-1) ?? '';
    expect(row?.['token_hash']).toEqual(createHash('sha256').update(token).digest());
    expect(row?.['all']).not.toContain(token);
    expect(await rulesOf(created)).toMatchObject([{ name: 'Beat: nightly', severity: 'CRITICAL', enabled: true }]);

    const fields = aBeat({ name: 'weekly', cron: '0 4 * * 1', timezone: 'Europe/Berlin' });
    const { body: changed } = await server.admin.put<Beat>(`/beats/${created.id}`, fields);
    expect(changed).toMatchObject(fields);
    expect(changed).not.toHaveProperty('periodSeconds');
    expect((await rulesOf(created)).map(({ name }) => name)).toEqual(['Beat: weekly']);
    expect(await ping({ ...created, url })).toBe(204);

    expect((await server.admin.delete(`/beats/${created.id}`)).status).toBe(204);
    expect(await rulesOf(created)).toEqual([]);
    expect(await ping({ ...created, url })).toBe(404);
    expect((await server.admin.get(`/beats/${created.id}`)).status).toBe(404);
    expect((await server.admin.put(`/beats/${created.id}`, fields)).status).toBe(404);
    const { body: audit } = await server.admin.get<Page<AuditEvent>>(`/audit?target=${created.id}`);
    expect(audit.items.map(({ action }) => action)).toEqual(['beat.delete', 'beat.update', 'beat.create']);
    expect(JSON.stringify(audit)).not.toContain(token);
  });

  it('are made with their rule or not at all', async () => {
    const { name } = await make();
    const { status, body } = await server.admin.post<Problem>('/beats', aBeat({ name }));
    expect([status, body.code]).toEqual([409, 'BEAT_NAME_TAKEN']);
    const [rule] = await rulesOf(await make({ name: 'for a while' }));
    await server.admin.put(`/alerts/rules/${rule?.id ?? ''}`, { ...withoutStored(rule), name: 'Beat: taken' });
    expect((await server.admin.post<Problem>('/beats', aBeat({ name: 'taken' }))).body.code).toBe(
      'ALERT_RULE_NAME_TAKEN',
    );
    expect(await sql(`SELECT FROM beats WHERE name = 'taken'`)).toEqual([]);
    const longest = 'x'.repeat(alertLimits.beatNameLength);
    const [longestRule] = await rulesOf(await make({ name: longest }));
    expect(longestRule?.name).toHaveLength(alertLimits.ruleNameLength);
  });

  it('are refused with words where a field says what can not be', async () => {
    const bare = { name: 'x', graceSeconds: 0 };
    const cases: [object, string][] = [
      [bare, '/periodSeconds'],
      [{ ...bare, periodSeconds: 60, cron: '0 3 * * *', timezone: 'UTC' }, '/cron'],
      [{ ...bare, cron: '0 3 * * *' }, '/timezone'],
      [{ ...bare, timezone: 'UTC' }, '/cron'],
      [{ ...bare, cron: 'every day', timezone: 'UTC' }, '/cron'],
      [{ ...bare, cron: '0 3 * * *', timezone: 'Nowhere' }, '/timezone'],
      [{ ...bare, periodSeconds: 29 }, '/periodSeconds'],
      [{ ...bare, periodSeconds: 60.5 }, '/periodSeconds'],
      [{ ...bare, periodSeconds: 60, graceSeconds: -1 }, '/graceSeconds'],
      [{ ...bare, periodSeconds: 60, name: 'a\u0000b' }, '/name'],
      [{ ...bare, periodSeconds: 60, name: 'x'.repeat(95) }, '/name'],
      [{ ...bare, periodSeconds: 60, url: 'https://example.com' }, '/url'],
    ];
    for (const [fields, pointer] of cases) {
      const { status, body } = await server.admin.post<Problem>('/beats', fields);
      expect([fields, status, body.errors?.[0]?.pointer]).toEqual([fields, 400, pointer]);
    }
  });

  it('have the address that is set for people', async () => {
    await using replica = await startReplica(server.database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
      HYPRBOX_PUBLIC_URL: 'https://ops.example.com/hyprbox/',
    });
    const response = await fetch(`${replica.url}/api/beats`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.admin.token ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify(aBeat()),
    });
    const { url } = (await response.json()) as CreatedBeat;
    expect(url).toMatch(/^https:\/\/ops\.example\.com\/hyprbox\/api\/beats\/ping\/hbbt_/);
  });

  it.each(['GET', 'POST'])('are heard by %s: well, begun, failed, ended with a code', async (method) => {
    const heard = async (signal: string): Promise<Beat> => {
      const beat = await make();
      expect(await ping(beat, signal, { method })).toBe(204);
      return read(beat);
    };
    const well = await heard('');
    expect(well).toMatchObject({ status: 'ON_TIME', startedAt: null, lastExitCode: null });
    expect(Date.parse(well.lateAt ?? '') - Date.parse(well.lastPingAt ?? '')).toBe(3_660_000);
    expect(await heard('/start')).toMatchObject({ status: 'RUNNING', lastPingAt: null, startedAt: expect.any(String) });
    expect(await heard('/0')).toMatchObject({ status: 'ON_TIME', lastExitCode: 0 });
    expect(await heard('/00')).toMatchObject({ status: 'ON_TIME', lastExitCode: 0 });
    expect(await heard('/255')).toMatchObject({ status: 'FAILED', lastExitCode: 255 });
    expect(await heard('/fail')).toMatchObject({ status: 'FAILED', lastExitCode: null });
  });

  it('are not heard by other words, and nothing is done by HEAD or OPTIONS', async () => {
    const beat = await make();
    for (const signal of ['/256', '/-1', '/1e2', '/0x1', '/stop', '/%00', '/1000'])
      expect(await ping(beat, signal)).toBe(400);
    expect(await ping(beat, '', { method: 'HEAD' })).toBe(405);
    expect(await ping(beat, '/start', { method: 'HEAD' })).toBe(405);
    expect(await ping(beat, '', { method: 'PUT' })).toBe(405);
    expect(await ping(beat, '', { method: 'OPTIONS' })).toBe(404);
    expect(await read(beat)).toMatchObject({ status: 'NEW', lastPingAt: null });
  });

  it('keep what was sent along, of any type, up to its limit', async () => {
    let beat = await make();
    const kept = async (body: NonNullable<RequestInit['body']>, type?: string): Promise<[string | null, number]> => {
      const headers = type === undefined ? {} : { 'content-type': type };
      beat = await make();
      expect(await ping(beat, '/1', { method: 'POST', body, headers })).toBe(204);
      const { lastBody, lastBodyBytes } = await read(beat);
      return [lastBody, lastBodyBytes];
    };
    expect(await kept('{"__proto__": broken', 'application/json')).toEqual(['{"__proto__": broken', 20]);
    expect(await kept('a=b', 'application/x-www-form-urlencoded')).toEqual(['a=b', 3]);
    expect(await kept('<b>', 'no type at all')).toEqual(['<b>', 3]);
    expect(await kept('\u001b[31mred\u0007\u202e\r\n')).toEqual(['\u001b[31mred\u0007\u202e\r\n', 14]);
    expect(await kept('a\0b')).toEqual(['a␀b', 3]);
    expect(await kept(new Uint8Array([0x61, 0xff, 0xfe, 0x62]))).toEqual(['a\ufffd\ufffdb', 4]);
    // The limit falls into a character of two bytes.
    const [text, bytes] = await kept(`x${'é'.repeat(2 * 1024 * 1024)}`, 'application/json');
    expect([text, bytes]).toEqual([`x${'é'.repeat(5119)}`, 4 * 1024 * 1024 + 1]);
    await ping(beat, '/0');
    expect(await read(beat)).toMatchObject({ lastBody: null, lastBodyBytes: 0 });
  });

  it('are not heard before all of it has come', async () => {
    const beat = await make();
    const { port, pathname } = new URL(beat.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10\r\n\r\nhalf`);
    socket.end();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    expect(Buffer.concat(chunks).toString()).not.toContain('204');
    expect(await read(beat)).toMatchObject({ status: 'NEW' });
  });

  it('that there are not are all answered alike, and only so often to one address', async () => {
    const ask = async (path: string, address: string): Promise<[number, Partial<Problem>]> => {
      const response = await fetch(`${server.url}/api/beats/ping/${path}`, { headers: { 'x-forwarded-for': address } });
      const { code, title, detail, status } = (await response.json()) as Problem;
      return [response.status, { code, title, detail, status }];
    };
    const first = await ask(`hbbt_${'x'.repeat(43)}`, '198.51.100.1');
    expect(first).toMatchObject([404, { code: 'BEAT_NOT_FOUND' }]);
    for (const path of ['x', 'hbbt_', '%00', '..%2f..%2fhealthz', 'x/start', 'x/7', 'x'.repeat(200)])
      expect(await ask(path, '198.51.100.1')).toEqual(first);
    const statuses = await Promise.all(Array.from({ length: 60 }, () => ask('x', '198.51.100.2')));
    expect(new Set(statuses.map(([status]) => status))).toEqual(new Set([404]));
    expect((await ask('x', '198.51.100.2'))[0]).toBe(429);
    // Whose beat there is has nothing to do with it.
    const beat = await make();
    expect(await ping(beat, '', { headers: { 'x-forwarded-for': '198.51.100.2' } })).toBe(204);
  });

  it('are written once a second at most, in the order in which they were heard', async () => {
    const beat = await make();
    const system = vi.spyOn(server.app.get(UnitOfWork, { strict: false }), 'system');
    const began = performance.now();
    expect(await ping(beat)).toBe(204);
    const answers = await Promise.all([ping(beat, '/3'), ...Array.from({ length: 60 }, () => ping(beat, '/start'))]);
    const seconds = (performance.now() - began) / 1000;
    const writes = system.mock.calls.filter(([write]) => write === 'beats').length;
    system.mockRestore();
    expect(new Set(answers)).toEqual(new Set([204]));
    expect(writes).toBeLessThanOrEqual(1 + Math.ceil(seconds));
    expect(await read(beat)).toMatchObject({ status: 'FAILED', lastExitCode: 3, startedAt: expect.any(String) });
  });

  it('of which there are too many in a second are refused, and the others are heard', async () => {
    const beat = await make();
    const token = beat.url.split('/').at(-1) ?? '';
    const signals = server.app.get(BeatSignalsService, { strict: false });
    const signal = { kind: 'START', at: new Date() } as const;
    const taken = await Promise.allSettled(Array.from({ length: 300 }, () => signals.take(token, signal)));
    const reasons = taken.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(new Set(reasons.map((reason) => reason.constructor))).toEqual(new Set([TooManyRequestsError]));
    expect(taken.length - reasons.length).toBeGreaterThanOrEqual(101);
    expect(await read(beat)).toMatchObject({ status: 'RUNNING' });
  });

  it('keep their secret out of the log', async () => {
    const beat = await make();
    await ping(beat, '/start');
    await eventually(() => log.some((line) => line.includes('/api/beats/ping/[redacted]/start')));
    expect(log.join('')).not.toContain(beat.url.split('/').at(-1));
  });

  it('fire as soon as they fail, and are resolved as soon as they are well', async () => {
    const beat = await make();
    const [rule] = await rulesOf(beat);
    const states = async (): Promise<string> => {
      const { body } = await server.admin.get<Page<{ state: string }>>(`/alerts?ruleId=${rule?.id ?? ''}`);
      return body.items.map(({ state }) => state).join();
    };
    await ping(beat, '/2', { method: 'POST', body: 'disk full' });
    await eventually(async () => (await states()) === 'FIRING', { timeoutMs: 5_000 });
    await ping(beat);
    await eventually(async () => (await states()) === 'RESOLVED', { timeoutMs: 5_000 });
  });

  it('fire when they do not come in time, but not for the time in which HyprBox was down', async () => {
    await using alerts = await Alerts.of(server);
    const [late, missed] = [await make(), await make()];
    const firing = async (sinceLastMs?: number): Promise<string[][]> => {
      await alerts.evaluate(sinceLastMs);
      const rules = [...(await rulesOf(late)), ...(await rulesOf(missed))];
      return Promise.all(rules.map(async (rule) => (await alerts.found(rule)).map(({ state }) => state)));
    };
    expect(await firing()).toEqual([[], []]);
    await Promise.all([ping(late), ping(missed)]);
    expect(await firing()).toEqual([[], []]);
    const lateSince = (seconds: number, { id }: Beat) =>
      sql(`UPDATE beats SET late_at = now() - $1::integer * interval '1 second' WHERE id = $2`, [seconds, id]);
    await lateSince(7200, late);
    await lateSince(60, missed);
    expect(await firing(3_600_000)).toEqual([['FIRING'], []]);
    expect(await read(missed)).toMatchObject({ status: 'ON_TIME' });
    await lateSince(0, missed);
    expect(await firing()).toEqual([['FIRING'], ['FIRING']]);
    const [rule] = await rulesOf(late);
    await server.admin.delete(`/beats/${late.id}`);
    await alerts.evaluate();
    expect(rule && (await alerts.found(rule)).map(({ state }) => state)).toEqual(['RESOLVED']);
  });

  it('are heard by two replicas at once, and nothing that they say is lost', async () => {
    await using replica = await startReplica(server.database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
    });
    const beat = await make();
    const other = { ...beat, url: beat.url.replace(server.url, replica.url) };
    await Promise.all([ping(beat, '/start'), ping(other, '/start')]);
    expect(await Promise.all([ping(beat), ping(other, '/9')])).toEqual([204, 204]);
    expect(await read(beat)).toMatchObject({ startedAt: null, lastPingAt: expect.any(String) });
  });
});

function withoutStored(rule: AlertRule | undefined): object {
  return Object.fromEntries(
    Object.entries(rule ?? {}).filter(([name]) => !['id', 'createdAt', 'updatedAt'].includes(name)),
  );
}
