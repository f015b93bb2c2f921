import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import type { AlertChannel, AlertDelivery, ChannelTest, Page, Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import pg from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alertMessage } from '../../../test/alert-message.builder.js';
import { databaseCable } from '../../../test/database-cable.js';
import { startReplica, type Replica } from '../../../test/replica.js';
import { ServiceDouble } from '../../../test/service-double.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { asRead, toAlertDelivery } from './deliveries.mapper.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveriesService, type NewDelivery } from './deliveries.service.js';
import { DeliveryRetention } from './delivery-retention.js';
import { DeliveryClaimsRepository } from './delivery-claims.repository.js';
import { DeliverySender } from './delivery-sender.js';
import { firstIdOf } from './first-id.js';

const nothing = '01999999-0000-7000-8000-000000000000';
const environment = {
  HYPRBOX_JWT_SECRET: 'a secret that all replicas share',
  HYPRBOX_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const webhookKey = 'the key of the signature';

describe('deliveries', () => {
  let server: TestServer;
  let replica: Replica;
  let service: ServiceDouble;
  let client: pg.Client;
  const log: string[] = [];

  const channel = async (changes: object = {}): Promise<AlertChannel> => {
    const body = {
      name: `channel ${uuidv7()}`,
      type: 'WEBHOOK',
      config: { url: `${service.url}/hook` },
      secrets: { secret: webhookKey },
      sendResolved: true,
      enabled: true,
      ...changes,
    };
    return (await server.admin.post<AlertChannel>('/alerts/channels', body)).body;
  };
  const queue = async (to: AlertChannel, changes: Partial<NewDelivery> = {}): Promise<string> => {
    const event = changes.event ?? 'firing';
    const delivery = {
      channelId: to.id,
      channelName: to.name,
      groupId: uuidv7(),
      event,
      alertIds: [uuidv7()],
      ...changes,
    };
    const message = alertMessage({ event });
    return server.app.get(UnitOfWork).system('alert-deliveries', async (tx) => {
      return (await server.app.get(DeliveriesService).queue(tx, { message, ...delivery })).id;
    });
  };
  const find = async (id: string): Promise<AlertDelivery> => {
    const delivery = await server.app.get(DeliveriesRepository).find(id);
    if (!delivery) throw new Error(`There is no delivery ${id}`);
    return toAlertDelivery(asRead(delivery));
  };
  const ended = (id: string, status: AlertDelivery['status']): Promise<AlertDelivery> =>
    eventually(async () => {
      const delivery = await find(id);
      expect(delivery.status).toBe(status);
      return delivery;
    });
  const tried = (id: string, attempts: number): Promise<AlertDelivery> =>
    eventually(async () => {
      const delivery = await find(id);
      expect(delivery).toMatchObject({ status: 'QUEUED', attempts });
      return delivery;
    });
  const dueInSeconds = async (id: string): Promise<number> => {
    const { rows } = await client.query<{ seconds: number }>(
      'SELECT extract(epoch FROM due_at - now())::float8 AS seconds FROM alert_deliveries WHERE id = $1',
      [id],
    );
    return rows[0]?.seconds ?? Number.NaN;
  };
  /** As if its time had come. */
  const makeDue = async (id: string): Promise<void> => {
    await client.query('UPDATE alert_deliveries SET due_at = now() WHERE id = $1', [id]);
    server.app.get(DeliverySender).wake();
  };
  const callsOf = (id: string): number => service.calls.filter(({ json }) => json['id'] === id).length;

  beforeAll(async () => {
    const lines = new Writable({
      write: (chunk: Buffer, _, done) => {
        log.push(chunk.toString());
        done();
      },
    });
    server = await startTestServer(environment, pino({ level: 'trace' }, lines));
    replica = await startReplica(server.database.url, environment);
    client = new pg.Client({ connectionString: server.database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });
  beforeEach(async () => {
    service = await ServiceDouble.start();
  });
  afterEach(() => service[Symbol.asyncDispose]());

  it('are sent as soon as what decided on them is committed', async () => {
    const to = await channel();
    const alertId = uuidv7();
    const begun = performance.now();
    const id = await queue(to, { alertIds: [alertId] });
    const sent = await ended(id, 'SENT');
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(sent).toEqual({
      id,
      channelId: to.id,
      channelName: to.name,
      alertIds: [alertId],
      alertCount: 1,
      event: 'firing',
      status: 'SENT',
      attempts: 1,
      lastError: null,
      createdAt: expect.any(String),
      sentAt: expect.any(String),
    });
    expect(service.last.headers['idempotency-key']).toBe(id);
    expect(await server.app.get(DeliveriesService).ofAlert(alertId)).toEqual([sent]);
  });

  it('are not sent when what decided on them is rolled back', async () => {
    const to = await channel();
    const failing = server.app.get(UnitOfWork).system('alert-deliveries', async (tx) => {
      const of = { channelId: to.id, channelName: to.name, groupId: null, alertIds: [], event: 'firing' as const };
      await server.app.get(DeliveriesService).queue(tx, { ...of, message: alertMessage() });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await ended(await queue(to), 'SENT');
    expect(service.calls).toHaveLength(1);
  });

  it('are tried again after 500, later each time', async () => {
    service.answers(500, 'a fault');
    const id = await queue(await channel());
    expect(await tried(id, 1)).toMatchObject({ lastError: '500: a fault', sentAt: null });
    expect(await dueInSeconds(id)).toBeCloseTo(5, -1);
    await makeDue(id);
    await tried(id, 2);
    expect(await dueInSeconds(id)).toBeGreaterThan(10);
    service.answers(200);
    await makeDue(id);
    expect(await ended(id, 'SENT')).toMatchObject({ attempts: 3, lastError: null });
  });

  it('wait after 429 for as long as the service says', async () => {
    service.answers(429, 'slow down', { 'retry-after': '600' });
    const id = await queue(await channel());
    await tried(id, 1);
    expect(await dueInSeconds(id)).toBeGreaterThan(590);
    expect(await dueInSeconds(id)).toBeLessThanOrEqual(600);
  });

  it('end with 400, and are given up after a day', async () => {
    service.answers(400, 'no such hook');
    const id = await queue(await channel());
    expect(await ended(id, 'FAILED')).toMatchObject({ attempts: 1, lastError: '400: no such hook', sentAt: null });
    service.answers(503);
    const old = await queue(await channel());
    await tried(old, 1);
    await client.query(`UPDATE alert_deliveries SET created_at = now() - interval '24 hours' WHERE id = $1`, [old]);
    await makeDue(old);
    expect(await ended(old, 'FAILED')).toMatchObject({ attempts: 2 });
  });

  it('are tried again when the service closes early', async () => {
    service.answer = (response) => response.destroy();
    const id = await queue(await channel());
    expect((await tried(id, 1)).lastError).toBe('The connection was closed before there was an answer.');
  });

  it('go to no address that is refused, and say so', async () => {
    const id = await queue(await channel({ config: { url: 'http://2852039166/latest/meta-data' } }));
    expect((await ended(id, 'FAILED')).lastError).toContain('nothing is sent there');
  });

  it('fail in words where the channel was deleted or is switched off', async () => {
    const off = await channel({ enabled: false });
    expect((await ended(await queue(off), 'FAILED')).lastError).toBe('The channel is switched off.');
    const gone = await channel();
    await server.admin.delete(`/alerts/channels/${gone.id}`);
    expect((await ended(await queue(gone), 'FAILED')).lastError).toBe('The channel was deleted.');
    expect(service.calls).toEqual([]);
  });

  it('say what to do about a secret that cannot be opened, and are tried again', async () => {
    const to = await channel();
    await client.query(
      `UPDATE alert_channels SET secrets = jsonb_set(secrets, '{secret,key}', '"unknown"') WHERE id = $1`,
      [to.id],
    );
    const id = await queue(to);
    expect((await tried(id, 1)).lastError).toMatch(/"secret" was sealed with a key .* HYPRBOX_SECRETS_KEY/);
  });

  it('tell resolved only after firing, to the same channel about the same group', async () => {
    const [to, groupId, alertIds] = [await channel(), uuidv7(), [uuidv7()]];
    service.answers(503);
    const firing = await queue(to, { groupId, alertIds });
    await tried(firing, 1);
    const resolved = await queue(to, { groupId, alertIds, event: 'resolved' });
    const other = await queue(to, { event: 'firing' });
    await tried(other, 1);
    expect(await find(resolved)).toMatchObject({ status: 'QUEUED', attempts: 0 });
    service.answers(200);
    await makeDue(firing);
    await ended(resolved, 'SENT');
    const order = service.calls.map(({ json }) => json['id']).filter((id) => id === firing || id === resolved);
    expect(order).toEqual([firing, firing, resolved]);
  });

  it('tell resolved to nobody who was not told that it fires', async () => {
    const [to, groupId, alertIds] = [await channel(), uuidv7(), [uuidv7()]];
    service.answers(400);
    await ended(await queue(to, { groupId, alertIds }), 'FAILED');
    service.answers(200);
    const resolved = await queue(to, { groupId, alertIds, event: 'resolved' });
    expect((await ended(resolved, 'SUPERSEDED')).lastError).toBe('Nobody was told that it fired.');
    expect(callsOf(resolved)).toBe(0);
  });

  it('may be taken back as long as nobody has begun to send them', async () => {
    const [to, groupId, alertId] = [await channel(), uuidv7(), uuidv7()];
    const { app } = server;
    const inTransaction = app.get(UnitOfWork).system('alert-deliveries', async (tx) => {
      const deliveries = app.get(DeliveriesService);
      const of = { channelId: to.id, channelName: to.name, groupId, alertIds: [alertId], event: 'firing' as const };
      const { id } = await deliveries.queue(tx, { ...of, message: alertMessage() });
      return { id, taken: await deliveries.supersede(tx, [id, nothing]) };
    });
    const { id, taken } = await inTransaction;
    expect(taken).toEqual([id]);
    expect(await find(id)).toMatchObject({ status: 'SUPERSEDED', attempts: 0 });
    const sent = await queue(to, { groupId, alertIds: [alertId] });
    await ended(sent, 'SENT');
    await app.get(UnitOfWork).system('alert-deliveries', async (tx) => {
      const deliveries = app.get(DeliveriesService);
      expect(await deliveries.supersede(tx, [sent])).toEqual([]);
    });
  });

  it('are each sent once by two replicas, four at a time to one channel', async () => {
    let now = 0;
    let most = 0;
    service.answer = (response) => {
      now += 1;
      most = Math.max(most, now);
      setImmediate(() => {
        now -= 1;
        response.end();
      });
    };
    const first = await channel();
    const to = [first, ...(await Promise.all(Array.from({ length: 4 }, () => channel())))];
    const ids = await Promise.all(Array.from({ length: 200 }, (_, index) => queue(to[index % to.length] ?? first)));
    await eventually(async () => {
      const { rows } = await client.query(
        `SELECT count(*)::int AS count FROM alert_deliveries WHERE status = 'SENT' AND id = ANY ($1)`,
        [ids],
      );
      return rows[0]?.count === 200;
    });
    expect(ids.filter((id) => callsOf(id) !== 1)).toEqual([]);
    expect(most).toBeLessThanOrEqual(20);
  });

  it('of one channel are sent four at a time, over all replicas', async () => {
    const waiting: (() => void)[] = [];
    service.answer = (response) => void waiting.push(() => response.end());
    const to = await channel();
    const ids = await Promise.all(Array.from({ length: 10 }, () => queue(to)));
    await eventually(() => waiting.length === 4);
    await ended(await queue(await channel({ config: { url: 'http://169.254.1.1/' } })), 'FAILED');
    expect(waiting).toHaveLength(4);
    service.answer = (response) => response.end();
    for (const answer of waiting) answer();
    for (const id of ids) await ended(id, 'SENT');
    expect(ids.filter((id) => callsOf(id) !== 1)).toEqual([]);
  });

  it('that a killed replica had are sent by another after their lease', async () => {
    const to = await channel({ enabled: false });
    const { app } = server;
    const id = await queue(to);
    await ended(id, 'FAILED');
    // As a replica leaves it that was killed between its claim and the end.
    await client.query(
      `UPDATE alert_deliveries SET status = 'SENDING', lease_until = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await client.query('UPDATE alert_channels SET enabled = true WHERE id = $1', [to.id]);
    app.get(DeliverySender).wake();
    expect(await ended(id, 'SENT')).toMatchObject({ attempts: 2 });
    expect(callsOf(id)).toBe(1);
  });

  it('whose lease ran out are the business of who has them now', async () => {
    const answers: ServerResponse[] = [];
    service.answer = (response) => void answers.push(response);
    const id = await queue(await channel());
    await eventually(() => answers.length === 1);
    await client.query(`UPDATE alert_deliveries SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    server.app.get(DeliverySender).wake();
    await eventually(() => answers.length === 2);
    // The first one's end is none of the second one's.
    answers[0]?.writeHead(400).end();
    await ended(await queue(await channel({ config: { url: 'http://169.254.1.1/' } })), 'FAILED');
    expect(await find(id)).toMatchObject({ status: 'SENDING', attempts: 2 });
    answers[1]?.end();
    expect(await ended(id, 'SENT')).toMatchObject({ attempts: 2, lastError: null });
  });

  describe('at the API', () => {
    it('are listed by status and channel, newest first, page by page', async () => {
      const to = await channel();
      const ids = [await queue(to), await queue(to), await queue(to)];
      for (const id of ids) await ended(id, 'SENT');
      const list = async (query: string) =>
        (await server.admin.get<Page<AlertDelivery>>(`/alerts/deliveries?channelId=${to.id}${query}`)).body;
      const first = await list('&limit=2&status=SENT');
      const second = await list(`&limit=2&status=SENT&cursor=${first.nextCursor}`);
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed());
      expect((await list('&status=FAILED')).items).toEqual([]);
      expect((await server.admin.get('/alerts/deliveries?status=LOST')).status).toBe(400);
      expect((await server.admin.get('/alerts/deliveries?channelId=x')).status).toBe(400);
    });

    it('list the first of the alerts that they tell of, and count them all', async () => {
      const to = await channel({ enabled: false });
      const alertIds = Array.from({ length: 201 }, () => uuidv7());
      const id = await queue(to, { alertIds });
      const { body } = await server.admin.get<Page<AlertDelivery>>(`/alerts/deliveries?channelId=${to.id}`);
      expect(body.items).toMatchObject([{ id, alertCount: 201 }]);
      expect(body.items[0]?.alertIds).toEqual(alertIds.slice(0, 200));
    });

    it('are sent once more as one of their own, which the trail records', async () => {
      const to = await channel();
      service.answers(400);
      const id = await queue(to);
      await ended(id, 'FAILED');
      service.answers(200);
      const again = await server.admin.post<AlertDelivery>(`/alerts/deliveries/${id}/resend`);
      expect(again).toMatchObject({ status: 201, body: { status: 'QUEUED', event: 'firing', attempts: 0 } });
      await ended(again.body.id, 'SENT');
      expect(service.calls.map(({ json }) => json['id'])).toEqual([id, again.body.id]);
      const { rows } = await client.query(
        `SELECT details FROM audit_events WHERE action = 'alert.delivery.resend' AND target_id = $1`,
        [again.body.id],
      );
      expect(rows).toMatchObject([{ details: { of: id } }]);
      expect((await server.admin.post(`/alerts/deliveries/${nothing}/resend`)).status).toBe(404);
      service.answers(500);
      const waiting = await queue(to);
      await tried(waiting, 1);
      expect(await server.admin.post<Problem>(`/alerts/deliveries/${waiting}/resend`)).toMatchObject({
        status: 409,
        body: { code: 'DELIVERY_NOT_OVER' },
      });
      await server.admin.delete(`/alerts/channels/${to.id}`);
      expect(await server.admin.post<Problem>(`/alerts/deliveries/${id}/resend`)).toMatchObject({
        status: 409,
        body: { code: 'CHANNEL_NOT_THERE' },
      });
    });

    it('are tried by a test that says what the service said', async () => {
      const to = await channel({ enabled: false });
      const test = () => server.admin.post<ChannelTest>(`/alerts/channels/${to.id}/test`);
      service.answers(200, 'Thanks');
      expect(await test()).toMatchObject({
        status: 200,
        body: { ok: true, status: 200, detail: 'Thanks', durationMs: expect.any(Number) },
      });
      expect(service.last.json).toMatchObject({ event: 'test', alerts: [] });
      service.answers(403, `<b>no</b> ${'x'.repeat(1000)}`);
      const refused = (await test()).body;
      expect(refused).toMatchObject({ ok: false, status: 403, detail: expect.stringMatching(/^<b>no<\/b> x+…$/) });
      expect(refused.detail).toHaveLength(301);
      service.answer = (response) => response.destroy();
      expect((await test()).body).toMatchObject({
        ok: false,
        status: null,
        detail: 'The connection was closed before there was an answer.',
      });
      const { items } = (await server.admin.get<Page<AlertDelivery>>(`/alerts/deliveries?channelId=${to.id}`)).body;
      expect(items.map(({ event, status }) => [event, status])).toEqual([
        ['test', 'FAILED'],
        ['test', 'FAILED'],
        ['test', 'SENT'],
      ]);
      const { rows } = await client.query(
        `SELECT outcome FROM audit_events WHERE action = 'alert.channel.test' AND target_id = $1 ORDER BY seq`,
        [to.id],
      );
      expect(rows.map(({ outcome }) => outcome)).toEqual(['success', 'failure', 'failure']);
      expect((await server.admin.post(`/alerts/channels/${nothing}/test`)).status).toBe(404);
    });

    it('are counted by status for Prometheus', async () => {
      const before = await metric('SENT');
      await ended(await queue(await channel()), 'SENT');
      expect(await metric('SENT')).toBe(before + 1);
      expect(await metric('SUPERSEDED')).toBeGreaterThanOrEqual(0);
    });
  });

  const metric = async (status: string): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(new RegExp(`^hyprbox_alert_deliveries\\{status="${status}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
  };

  it('are deleted 90 days after, unless their group is still open', async () => {
    const to = await channel();
    const days = (count: number): string =>
      firstIdOf(new Date(Date.now() - count * 86_400_000)).replace(/0{12}$/, to.id.slice(-12));
    const [old, open, young] = [days(91), days(92), days(89)];
    const groupId = uuidv7();
    await client.query(`INSERT INTO alert_groups (id, route, key, opened_at, step) VALUES ($1, 'r', $2, now(), 0)`, [
      groupId,
      groupId,
    ]);
    for (const [id, group] of [
      [old, null],
      [open, groupId],
      [young, null],
    ] as const) {
      await client.query(
        `INSERT INTO alert_deliveries (id, channel_id, channel_name, group_id, event, alert_ids, message, status, attempts, due_at, created_at)
         VALUES ($1, $2, 'x', $3, 'firing', '{}', '{}', 'SENT', 1, now(), now())`,
        [id, to.id, group],
      );
    }
    await server.app.get(DeliveryRetention).deleteOld({ signal: new AbortController().signal });
    const { rows } = await client.query('SELECT id FROM alert_deliveries WHERE id = ANY ($1) ORDER BY id', [
      [old, open, young],
    ]);
    expect(rows.map(({ id }) => id)).toEqual([open, young]);
  });

  it('tell no secret to anybody, though the service repeats it', async () => {
    const secrets = { secret: 'hmac-key-nobody-reads', authorization: 'Bearer header-nobody-reads' };
    const echo = await channel({ secrets });
    const slack = await channel({
      type: 'SLACK',
      config: {},
      secrets: { url: `${service.url}/services/T0/B0/path-nobody-reads` },
    });
    const telegram = await channel({
      type: 'TELEGRAM',
      config: { chatId: '1', apiUrl: service.url },
      secrets: { botToken: '1:token-nobody-reads' },
    });
    service.answer = (response, { path, headers }) => {
      response.writeHead(400).end(`${path} ${headers.authorization} ${decodeURIComponent(path)}`);
    };
    const tests = [];
    for (const to of [echo, slack, telegram]) {
      tests.push((await server.admin.post(`/alerts/channels/${to.id}/test`)).body);
      await ended(await queue(to), 'FAILED');
    }
    service.answer = (response) => response.destroy();
    for (const to of [echo, slack, telegram])
      tests.push((await server.admin.post(`/alerts/channels/${to.id}/test`)).body);
    const shown = [
      tests,
      (await server.admin.get('/alerts/channels')).body,
      (await server.admin.get('/alerts/deliveries')).body,
      (await server.admin.get('/audit?limit=200')).body,
      (await client.query('SELECT * FROM alert_deliveries')).rows,
      (await client.query('SELECT * FROM audit_events')).rows,
      log,
    ];
    expect(tests).toHaveLength(6);
    expect(log.length).toBeGreaterThan(0);
    expect(JSON.stringify(shown)).not.toMatch(/nobody-reads/);
  });

  it('that are being sent are ended before the server stops', async () => {
    const sent = Promise.withResolvers<() => void>();
    service.answer = (response) => sent.resolve(() => response.end());
    const to = await channel();
    await replica.app.get(DeliverySender).beforeApplicationShutdown();
    const id = await queue(to);
    const answer = await sent.promise;
    const stopping = server.app.get(DeliverySender).beforeApplicationShutdown();
    answer();
    await stopping;
    expect(await find(id)).toMatchObject({ status: 'SENT' });
  });

  it('that were sent while the database went away are not sent again', async () => {
    for (const { app } of [server, replica]) await app.get(DeliverySender).beforeApplicationShutdown();
    await using cable = await databaseCable(server.database.url);
    service.answer = (response) => {
      cable.pull();
      response.end();
    };
    const id = await queue(await channel());
    await using alone = await startReplica(cable.url, environment);
    await eventually(() => callsOf(id) === 1);
    expect(await find(id)).toMatchObject({ status: 'SENDING' });
    cable.plug();
    expect(await ended(id, 'SENT')).toMatchObject({ attempts: 1 });
    alone.app.get(DeliverySender).wake();
    await alone.app.get(DeliverySender).beforeApplicationShutdown();
    expect(callsOf(id)).toBe(1);
  });

  it('are claimed at once also where 10,000 wait, from each channel some', async () => {
    for (const { app } of [server, replica]) await app.get(DeliverySender).beforeApplicationShutdown();
    await client.query(
      `INSERT INTO alert_deliveries
         (id, channel_id, channel_name, group_id, event, alert_ids, message, status, attempts, due_at, created_at)
       SELECT gen_random_uuid(), ('01999999-0000-7000-8000-' || lpad((n % 5)::text, 12, '0'))::uuid, 'x',
         gen_random_uuid(), 'firing', '{}', '{}', 'QUEUED', 0, now() - interval '1 day', now()
       FROM generate_series(1, 10000) n`,
    );
    const limits = { count: 20, perChannel: 4, leaseMs: 60_000 };
    const claims = server.app.get(DeliveryClaimsRepository);
    const begun = performance.now();
    const claimed = await server.app.get(UnitOfWork).system('alert-deliveries', (tx) => claims.claim(tx, limits));
    expect(performance.now() - begun).toBeLessThan(1_000);
    const channels = claimed.map(({ channelId }) => channelId).filter((id) => id.startsWith('01999999'));
    expect(new Set(channels).size).toBe(5);
  });
});
