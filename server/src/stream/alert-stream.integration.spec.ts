import type { Alert } from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Alerts, aRule } from '../../test/alerts.js';
import { OpenStream, type SentEvent } from '../../test/open-stream.js';
import { startReplica, type Replica } from '../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../test/test-server.js';

describe('GET /api/stream/alerts', () => {
  let server: TestServer;
  let replica: Replica;
  let alerts: Alerts;
  let agent: Caller;

  beforeAll(async () => {
    server = await startTestServer();
    replica = await startReplica(server.database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
    });
    alerts = await Alerts.of(server);
    await alerts.forgetFirstRules();
    agent = await server.node('one');
  });

  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });

  const beat = (cpuPct: number) =>
    agent.post('/nodes/heartbeat', aHeartbeat({ nodeId: 'one', metrics: someMetrics({ cpuPct }) }));
  const states = ({ data }: SentEvent): string => (data as Alert).state;

  it('brings alerts as they change, at any replica', async () => {
    const there = new Caller(replica.url, server.admin.token);
    const stream = await OpenStream.open(there, '/stream/alerts');
    const rule = await alerts.rule(aRule({ name: 'busy', forSeconds: 0 }));
    await beat(95);
    await alerts.evaluate();
    const fired = await stream.until(({ event }) => event === 'alert');
    expect(fired.data).toMatchObject({ ruleId: rule.id, state: 'FIRING', target: { nodeId: 'one' } });
    const [{ id } = { id: '' }] = await alerts.found(rule);
    await server.admin.post(`/alerts/${id}/ack`, { forSeconds: 60 });
    await stream.until((event) => event.event === 'alert' && (event.data as Alert).ackedBy !== null);
    await beat(5);
    await alerts.evaluate();
    await stream.until((event) => event.event === 'alert' && states(event) === 'RESOLVED');
    stream.close();
  });

  it('tells who comes back to read the lists again', async () => {
    const stream = await OpenStream.open(server.admin, '/stream/alerts', 'x-1');
    expect((await stream.next())?.event).toBe('resync');
    stream.close();
  });
});
