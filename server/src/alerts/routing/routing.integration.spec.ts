import type {
  AlertChannel,
  AlertDelivery,
  AlertDetails,
  AlertRoute,
  AlertRoutes,
  Explanation,
  Problem,
} from '@hyprbox/contracts';
import { aHeartbeat, eventually, someMetrics } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Alerts, aRule } from '../../../test/alerts.js';
import { ServiceDouble } from '../../../test/service-double.js';
import { startTestServer, type Caller, type TestServer } from '../../../test/test-server.js';
import { DeliverySender } from '../deliveries/delivery-sender.js';

interface Sent {
  event: string;
  groupKey: string;
  alerts: { ruleName: string; nodeId: string | null; host: string | null; state: string }[];
}

describe('who is told of an alert', () => {
  let server: TestServer;
  let alerts: Alerts;
  let service: ServiceDouble;
  let channel: AlertChannel;
  const agents = new Map<string, Caller>();

  beforeAll(async () => {
    server = await startTestServer();
    alerts = await Alerts.of(server);
    service = await ServiceDouble.start();
    await sql(`UPDATE heartbeat_intake SET since = 'epoch'`);
  });

  beforeEach(async () => {
    await alerts.forgetFirstRules();
    channel = await aChannel();
  });

  afterEach(async () => {
    for (const nodeId of agents.keys()) await beat(nodeId, 5);
    await alerts.forgetFirstRules();
    await sendNoMore();
    await sql('DELETE FROM alert_groups');
    await sql('DELETE FROM alert_channels');
    await sql(`UPDATE alert_routes SET routes = '[]'`);
    service.calls.length = 0;
    service.answers(200);
  });

  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
    await server.stop();
  });

  async function sql<T>(text: string, parameters: unknown[] = []): Promise<T[]> {
    return server.app.get(DataSource).query(text, parameters);
  }

  async function aChannel(changes: object = {}): Promise<AlertChannel> {
    const body = {
      name: `channel ${uuidv7()}`,
      type: 'WEBHOOK',
      config: { url: `${service.url}/hook` },
      secrets: { secret: 'the key of the signature' },
      sendResolved: true,
      enabled: true,
      ...changes,
    };
    return (await server.admin.post<AlertChannel>('/alerts/channels', body)).body;
  }

  async function beat(nodeId: string, cpuPct: number): Promise<void> {
    const agent = agents.get(nodeId) ?? (await server.node(nodeId));
    agents.set(nodeId, agent);
    await agent.post('/nodes/heartbeat', aHeartbeat({ nodeId, metrics: someMetrics({ cpuPct }) }));
  }

  const route = (changes: Partial<AlertRoute> = {}): AlertRoute => ({
    name: 'all',
    match: {},
    groupBy: ['rule'],
    waitSeconds: 0,
    intervalSeconds: 0,
    repeatSeconds: 14_400,
    steps: [{ afterSeconds: 0, channelIds: [channel.id] }],
    ...changes,
  });

  async function routes(...items: AlertRoute[]): Promise<void> {
    const { body } = await server.admin.get<AlertRoutes>('/alerts/routes');
    const { status } = await server.admin.put('/alerts/routes', { items, version: body.version });
    expect(status).toBe(200);
  }

  /** What is on its way still reaches the service, and would be taken for what the next test sends. */
  async function sendNoMore(): Promise<void> {
    await eventually(async () => {
      await sql(`DELETE FROM alert_deliveries WHERE status <> 'SENDING'`);
      return (await sql('SELECT 1 FROM alert_deliveries')).length === 0;
    });
  }

  /** Waits until the service has refused a message of that event, which is tried again then. */
  async function refused(event: string): Promise<void> {
    const tried = new RegExp(`^${event} QUEUED [1-9]`);
    await eventually(async () => (await statuses()).some((status) => tried.test(status)));
  }

  /** What the service has taken, once it is so many messages; how often it refused before is a matter of time. */
  async function taken(count: number): Promise<Sent[]> {
    const calls = () => service.calls.filter(({ status }) => status === 200);
    await eventually(() => Promise.resolve(calls().length >= count));
    return calls().map(({ body }) => JSON.parse(body) as Sent);
  }

  /** What the service was sent, once it is so many messages. */
  async function sent(count: number): Promise<Sent[]> {
    const bodies = (): Sent[] => service.calls.map(({ body }) => JSON.parse(body) as Sent);
    await eventually(() => Promise.resolve(service.calls.length >= count));
    return bodies();
  }

  /** As if so long had passed since what was opened and sent. */
  const pass = (seconds: number) =>
    sql(
      `UPDATE alert_groups SET opened_at = opened_at - $1 * interval '1 second', sent_at = sent_at - $1 * interval '1 second'`,
      [seconds],
    );
  const statuses = async (): Promise<string[]> =>
    (await sql<AlertDelivery>('SELECT event, status, attempts FROM alert_deliveries ORDER BY id')).map(
      ({ event, status, attempts }) => `${event} ${status} ${attempts}`,
    );
  const events = (messages: Sent[]) =>
    messages.map(
      ({ event, alerts: told }) =>
        `${event}: ${told
          .map(({ nodeId, state }) => `${nodeId} ${state}`)
          .toSorted()
          .join(', ')}`,
    );

  it('is every channel where nobody has made a route, together after the wait, and hears that it is over', async () => {
    await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await beat('two', 95);
    expect(await alerts.evaluate()).toBeLessThanOrEqual(10_000);
    expect(await sql('SELECT * FROM alert_deliveries')).toEqual([]);
    await pass(15);
    await alerts.evaluate();
    expect(events(await sent(1))).toEqual(['firing: one FIRING, two FIRING']);
    await beat('one', 5);
    await beat('two', 5);
    await alerts.evaluate();
    expect(events(await sent(2))[1]).toBe('resolved: one RESOLVED, two RESOLVED');
    await alerts.evaluate();
    expect(await sql('SELECT * FROM alert_groups')).toEqual([]);
    expect(service.calls).toHaveLength(2);
  });

  it('hears nothing of what was over before anybody was told', async () => {
    await alerts.rule(aRule({ name: 'short' }));
    await beat('one', 95);
    await alerts.evaluate();
    await beat('one', 5);
    await alerts.evaluate();
    await pass(60);
    await alerts.evaluate();
    expect(await sql('SELECT * FROM alert_deliveries')).toEqual([]);
  });

  it('hears what comes later with the interval, and that some of it is over with what is not', async () => {
    await routes(route({ intervalSeconds: 300 }));
    await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    await beat('one', 5);
    await beat('two', 95);
    await alerts.evaluate();
    expect(service.calls).toHaveLength(1);
    await pass(300);
    await alerts.evaluate();
    expect(events(await sent(2))[1]).toBe('firing: one RESOLVED, two FIRING');
    await beat('two', 5);
    await alerts.evaluate();
    await sent(3);
  });

  it('is told by the first route that matches, by those that it continues with, and by none without steps', async () => {
    const other = await aChannel({ config: { url: `${service.url}/other` } });
    await routes(
      route({ name: 'mute', match: { selector: { nodeIds: ['muted'] } }, steps: [] }),
      route({ name: 'first', match: { severities: ['CRITICAL'] }, continue: true }),
      route({ name: 'second', groupBy: ['node'], steps: [{ afterSeconds: 0, channelIds: [other.id] }] }),
      route({ name: 'never' }),
    );
    await alerts.rule(aRule({ name: 'busy', severity: 'CRITICAL' }));
    await beat('one', 95);
    await beat('muted', 95);
    await alerts.evaluate();
    await sent(2);
    expect(service.calls.map(({ path }) => path).toSorted()).toEqual(['/hook', '/other']);
    const { body } = await server.admin.post<Explanation>('/alerts/routes/explain', {
      nodeId: 'one',
      severity: 'CRITICAL',
    });
    expect(body.routes.map(({ name, groupKey }) => [name, groupKey])).toEqual([
      ['first', 'rule:'],
      ['second', 'node:one'],
    ]);
    await beat('one', 5);
    await beat('muted', 5);
    await alerts.evaluate();
    await sent(4);
  });

  it('goes to the next step while nobody takes it on, reminds, and stops when somebody does', async () => {
    const boss = await aChannel({ config: { url: `${service.url}/boss` } });
    await routes(
      route({
        steps: [
          { afterSeconds: 0, channelIds: [channel.id] },
          { afterSeconds: 600, channelIds: [boss.id] },
        ],
      }),
    );
    const rule = await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    await pass(600);
    await alerts.evaluate();
    await sent(2);
    expect(service.calls[1]?.path).toBe('/boss');
    await pass(14_400);
    await alerts.evaluate();
    expect((await sent(4)).slice(2).map(({ event }) => event)).toEqual(['reminder', 'reminder']);
    const [{ id } = { id: '' }] = await alerts.found(rule);
    await server.admin.post(`/alerts/${id}/ack`, { forSeconds: 3600, note: 'on it' });
    await pass(14_400);
    await alerts.evaluate();
    expect(service.calls).toHaveLength(4);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${id}`);
    expect(body.deliveries).toHaveLength(4);
    await beat('one', 5);
    await alerts.evaluate();
    expect((await sent(6)).slice(4).map(({ event }) => event)).toEqual(['resolved', 'resolved']);
  });

  it('tells nobody what another alert explains or a window keeps quiet, and what still fires when that is over', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'busy' }));
    await sql(
      `INSERT INTO alert_windows (id, name, kind, selector, from_at, to_at, created_at)
       VALUES ($1, 'quiet', 'SILENCE', '{"nodeIds": ["one"]}', now() - interval '1 minute', now() + interval '1 hour', now())`,
      [uuidv7()],
    );
    await beat('one', 95);
    await alerts.evaluate();
    expect(await sql('SELECT * FROM alert_deliveries')).toEqual([]);
    await sql('DELETE FROM alert_windows');
    await alerts.evaluate();
    expect(events(await sent(1))).toEqual(['firing: one FIRING']);
    await beat('one', 5);
    await alerts.evaluate();
    await sent(2);
  });

  it('takes back a message that was not sent when its alert is over, and tells nobody that it is', async () => {
    await routes(route());
    const rule = await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await alerts.evaluate();
    await eventually(async () => (await statuses()).join() === 'firing SENT 1');
    // As if it waited still for somebody to send it.
    await sql(
      `UPDATE alert_deliveries SET status = 'QUEUED', attempts = 0, sent_at = NULL, due_at = now() + interval '1 hour'`,
    );
    await beat('one', 5);
    await alerts.evaluate();
    const [{ id } = { id: '' }] = await alerts.found(rule);
    const { body } = await server.admin.get<AlertDetails>(`/alerts/${id}`);
    expect(body.deliveries.map(({ event, status }) => `${event} ${status}`)).toEqual(['firing SUPERSEDED']);
    expect(service.calls).toHaveLength(1);
  });

  it('is not told of what fires before what was over is told, also where everything was over in between', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'back' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    service.answers(503);
    await beat('one', 5);
    await alerts.evaluate();
    await refused('resolved');
    service.answers(200);
    await alerts.evaluate();
    await beat('one', 95);
    await alerts.evaluate();
    expect((await taken(3)).map(({ event }) => event)).toEqual(['firing', 'resolved', 'firing']);
  });

  it('is not told that some of a group is over before it was told that it fires', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'parts' }));
    service.answers(503);
    await beat('one', 95);
    await alerts.evaluate();
    await refused('firing');
    service.answers(200);
    await beat('one', 5);
    await beat('two', 95);
    await alerts.evaluate();
    // Neither waits for the next try of the first.
    expect(events(await taken(2))).toEqual(['firing: one FIRING', 'firing: one RESOLVED, two FIRING']);
  });

  it('hears that something is over whose message still waited behind others', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'waits' }));
    service.answers(503);
    await beat('one', 95);
    await beat('two', 95);
    await alerts.evaluate();
    await refused('firing');
    // As if nobody had got to it yet.
    await sql(`UPDATE alert_deliveries SET attempts = 0, due_at = now() + interval '1 hour'`);
    service.answers(200);
    service.calls.length = 0;
    await beat('one', 5);
    await alerts.evaluate();
    await sql('UPDATE alert_deliveries SET due_at = now()');
    server.app.get(DeliverySender).wake();
    expect(events(await sent(2))).toEqual(['firing: one FIRING, two FIRING', 'firing: one RESOLVED, two FIRING']);
  });

  it('hears what a message says to be over that nobody had got to when the rest of it was over, too', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'mixed' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    await beat('one', 5);
    await beat('two', 95);
    await alerts.evaluate();
    await sent(2);
    await eventually(async () => (await statuses()).every((status) => status === 'firing SENT 1'));
    // As if the second one waited still for somebody to send it.
    await sql(
      `UPDATE alert_deliveries SET status = 'QUEUED', attempts = 0, sent_at = NULL, due_at = now() + interval '1 hour'
       WHERE id = (SELECT max(id::text)::uuid FROM alert_deliveries)`,
    );
    service.calls.length = 0;
    await beat('two', 5);
    await alerts.evaluate();
    await sql('UPDATE alert_deliveries SET due_at = now()');
    server.app.get(DeliverySender).wake();
    expect(events(await sent(2))).toEqual(['firing: one RESOLVED, two FIRING', 'resolved: two RESOLVED']);
  });

  it('hears of a host by the name that the console shows: what people call it, or else its id', async () => {
    await routes(route({ groupBy: ['node'] }));
    await alerts.rule(aRule({ name: 'names' }));
    await beat('one', 95);
    await beat('two', 95);
    await sql(`UPDATE nodes SET hostname = 'localhost', display_name = CASE id WHEN 'two' THEN 'The other' END`);
    await alerts.evaluate();
    const hosts = (await sent(2)).flatMap(({ alerts: told }) => told.map(({ nodeId, host }) => `${nodeId}: ${host}`));
    await sql('UPDATE nodes SET display_name = NULL');
    expect(hosts.toSorted()).toEqual(['one: one', 'two: The other']);
  });

  it('is not deleted while a route leads to it', async () => {
    await routes(route());
    const refused = await server.admin.delete<Problem>(`/alerts/channels/${channel.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'CHANNEL_IN_USE']);
    expect(refused.body.detail).toContain('all');
    await routes();
    expect((await server.admin.delete(`/alerts/channels/${channel.id}`)).status).toBe(204);
  });

  it('is told again of what grows worse', async () => {
    await routes(route());
    const rule = await alerts.rule(aRule({ name: 'grows' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    await server.admin.put(`/alerts/rules/${rule.id}`, aRule({ name: 'grows', severity: 'CRITICAL', version: 1 }));
    await alerts.evaluate();
    await alerts.evaluate();
    expect(events(await sent(2))).toEqual(['firing: one FIRING', 'firing: one FIRING']);
    await beat('one', 5);
    await alerts.evaluate();
    expect(events(await sent(3))[2]).toBe('resolved: one RESOLVED');
  });

  it('is told of what grows worse before the interval is over', async () => {
    await routes(route({ intervalSeconds: 3600 }));
    const rule = await alerts.rule(aRule({ name: 'grows' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    await beat('two', 95);
    await alerts.evaluate();
    expect(service.calls).toHaveLength(1);
    await server.admin.put(`/alerts/rules/${rule.id}`, aRule({ name: 'grows', severity: 'CRITICAL', version: 1 }));
    await alerts.evaluate();
    expect(events(await sent(2))[1]).toBe('firing: one FIRING, two FIRING');
    await alerts.evaluate();
    expect(service.calls).toHaveLength(2);
  });

  it('is not told again by a route that is called something else, and hears the end as of the same group', async () => {
    await routes(route({ name: 'first name' }));
    await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    await routes(route({ name: 'second name' }));
    await alerts.evaluate();
    await routes(route({ name: 'third name' }), route({ name: 'first name' }));
    await alerts.evaluate();
    await beat('one', 5);
    await alerts.evaluate();
    const messages = await sent(2);
    expect(events(messages)).toEqual(['firing: one FIRING', 'resolved: one RESOLVED']);
    expect(messages[1]?.groupKey).toBe(messages[0]?.groupKey);
    expect(service.calls).toHaveLength(2);
  });

  it('hears that it is over what a route told that is gone, beside whoever the alert goes to since', async () => {
    const other = await aChannel({ config: { url: `${service.url}/other` } });
    const steps = [{ afterSeconds: 0, channelIds: [other.id] }];
    await routes(route({ name: 'old' }));
    await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await beat('two', 95);
    await alerts.evaluate();
    await sent(1);
    await routes(route({ name: 'new', steps }));
    await alerts.evaluate();
    await sent(2);
    await alerts.evaluate();
    expect(service.calls.map(({ path }) => path)).toEqual(['/hook', '/other']);
    await beat('one', 5);
    await beat('two', 5);
    await alerts.evaluate();
    await sent(4);
    expect(
      service.calls
        .slice(2)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(['/hook', '/other']);
    expect(events(await sent(4)).slice(2)).toEqual([
      'resolved: one RESOLVED, two RESOLVED',
      'resolved: one RESOLVED, two RESOLVED',
    ]);
    await alerts.evaluate();
    expect(await sql('SELECT * FROM alert_groups')).toEqual([]);
  });

  it('goes on by a route that comes back', async () => {
    await routes(route({ name: 'there' }));
    await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await alerts.evaluate();
    await sent(1);
    await routes(route({ name: 'mute', match: { selector: { nodeIds: ['one'] } }, steps: [] }));
    await alerts.evaluate();
    await routes(route({ name: 'there' }));
    await alerts.evaluate();
    await beat('one', 5);
    await alerts.evaluate();
    expect(events(await sent(2))).toEqual(['firing: one FIRING', 'resolved: one RESOLVED']);
    expect(service.calls).toHaveLength(2);
  });

  it('does not hear that something is over of which it could not be told', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'failed' }));
    service.answers(503);
    await beat('one', 95);
    await alerts.evaluate();
    await refused('firing');
    await sql(`UPDATE alert_deliveries SET due_at = now() + interval '1 hour', attempts = 1`);
    await beat('one', 5);
    await beat('two', 95);
    // The message that the other waits for fails for good.
    service.answer = (response, { body }) => response.writeHead(body.includes('"two"') ? 200 : 400).end();
    await alerts.evaluate();
    await eventually(async () => (await statuses()).join() === 'firing FAILED 2,firing SENT 1');
    const [told] = await taken(1);
    expect([told?.event, told?.alerts.map(({ nodeId }) => nodeId)]).toEqual(['firing', ['two']]);
  });

  it('is told once a channel is there that can be told', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'waits' }));
    await sql('UPDATE alert_channels SET enabled = false');
    await beat('one', 95);
    await alerts.evaluate();
    expect(await sql('SELECT * FROM alert_deliveries')).toEqual([]);
    await sql('UPDATE alert_channels SET enabled = true');
    await alerts.evaluate();
    expect(events(await sent(1))).toEqual(['firing: one FIRING']);
    await beat('one', 5);
    await alerts.evaluate();
    await sent(2);
  });

  it('has the usual times where a route says none', async () => {
    const { name, match, groupBy, steps } = route();
    const timeless = { name, match, groupBy, steps };
    const { body } = await server.admin.get<AlertRoutes>('/alerts/routes');
    const stored = await server.admin.put<AlertRoutes>('/alerts/routes', { items: [timeless], version: body.version });
    expect(stored.body.items).toEqual([{ ...timeless, waitSeconds: 15, intervalSeconds: 300, repeatSeconds: 14_400 }]);
    expect((await server.admin.get<AlertRoutes>('/alerts/routes')).body).toEqual(stored.body);
  });

  it('refuses a list that is not one', async () => {
    const { body } = await server.admin.get<AlertRoutes>('/alerts/routes');
    const put = (items: unknown, version = body.version) =>
      server.admin.put<{ errors: { pointer: string }[] }>('/alerts/routes', { items, version });
    expect((await put([route(), route()])).body.errors[0]?.pointer).toBe('/items/1/name');
    expect((await put([route({ steps: [{ afterSeconds: 0, channelIds: [uuidv7()] }] })])).body.errors[0]?.pointer).toBe(
      '/items/0/steps/0/channelIds/0',
    );
    expect((await put([], body.version + 1)).status).toBe(409);
  });

  it('leaves one delivery for each message, however many evaluate at once', async () => {
    await routes(route());
    await alerts.rule(aRule({ name: 'busy' }));
    await beat('one', 95);
    await Promise.all(Array.from({ length: 6 }, () => alerts.evaluate()));
    await sent(1);
    const rows = await sql<AlertDelivery>('SELECT * FROM alert_deliveries');
    expect(rows).toHaveLength(1);
    await beat('one', 5);
    await Promise.all(Array.from({ length: 6 }, () => alerts.evaluate()));
    expect((await sent(2)).map(({ event }) => event)).toEqual(['firing', 'resolved']);
  });
});
