import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { aCondition, aRule, Alerts } from '../../../test/alerts.js';
import { startReplica } from '../../../test/replica.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { DeadManSwitch } from './dead-man-switch.js';

/** A service that counts what it hears. */
async function listener(): Promise<{ heard: string[]; url: string; answer: (status: number) => void; server: Server }> {
  const heard: string[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    heard.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers['content-length'] ?? 'no body'}`);
    response.writeHead(status, { location: '/elsewhere' }).end('thanks');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { heard, url: `http://127.0.0.1:${port}/ping/secret?a=b`, answer: (next) => (status = next), server };
}

describe("the dead man's switch", () => {
  let server: TestServer;
  let service: Awaited<ReturnType<typeof listener>>;
  let alerts: Alerts;

  beforeAll(async () => {
    service = await listener();
    server = await startTestServer();
    alerts = await Alerts.of(server);
  });
  beforeEach(async () => {
    service.heard.length = 0;
    service.answer(200);
    await sql('DELETE FROM alert_deliveries');
    await evaluated(1);
  });
  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await server.stop();
    service.server.close();
  });

  const sql = (text: string): Promise<unknown> => server.app.get(DataSource).query(text);
  const evaluated = (secondsAgo: number): Promise<unknown> =>
    sql(`INSERT INTO duties (name, done_at) VALUES ('alerts', now() - interval '${secondsAgo} seconds')
         ON CONFLICT (name) DO UPDATE SET done_at = excluded.done_at`);
  const waiting = (secondsAgo: number, status = 'QUEUED'): Promise<unknown> =>
    sql(`INSERT INTO alert_deliveries (id, channel_id, channel_name, event, alert_ids, message, status, attempts, due_at, created_at)
         VALUES (gen_random_uuid(), gen_random_uuid(), 'x', 'firing', '{}', '{}', '${status}', 1,
           now() + interval '1 hour', now() - interval '${secondsAgo} seconds')`);
  const report = (): Promise<number> =>
    server.app.get(DeadManSwitch, { strict: false }).report(new URL(service.url), new AbortController().signal);

  it('is held by a GET while rules are evaluated and messages get out', async () => {
    await waiting(100);
    await waiting(1000, 'SENT');
    await waiting(1000, 'FAILED');
    expect(await report()).toBe(60_000);
    expect(service.heard).toEqual(['GET /ping/secret?a=b no body']);
  });

  it('is let go while rules are not evaluated', async () => {
    await evaluated(31);
    expect(await report()).toBeLessThan(60_000);
    await sql(`DELETE FROM duties WHERE name = 'alerts'`);
    expect(await report()).toBeLessThan(60_000);
    expect(service.heard).toEqual([]);
  });

  it.each(['QUEUED', 'SENDING'])('is let go while a message waits (%s)', async (status) => {
    await waiting(121, status);
    expect(await report()).toBeLessThan(60_000);
    expect(service.heard).toEqual([]);
  });

  it('follows no redirect, and tells once what is wrong and nothing of the secret', async () => {
    const warnings = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    service.answer(302);
    await report();
    await report();
    expect(service.heard.every((call) => !call.includes('elsewhere'))).toBe(true);
    const said = warnings.mock.calls.map(([message]) => String(message));
    warnings.mockRestore();
    expect(said).toEqual([expect.stringContaining('answered with 302')]);
    expect(said.join()).not.toContain('secret');
  });

  it('is held by one of two replicas', async () => {
    const environment = {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
      HYPRBOX_DEADMAN_URL: service.url,
    };
    await using first = await startReplica(server.database.url, environment);
    await eventually(() => service.heard.length > 0);
    await using second = await startReplica(server.database.url, environment);
    // Its first round came and went before it answers as ready to a call that was made later.
    await eventually(async () => (await fetch(`${second.url}/readyz`)).ok);
    expect(first.url).not.toBe(second.url);
    expect(service.heard).toHaveLength(1);
  });
});

describe('the metrics of alerts', () => {
  it('tell the age of the evaluation and the alerts by state', async () => {
    await using server = await startTestServer();
    await using alerts = await Alerts.of(server);
    const metrics = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();
    await server.app.get(DataSource).query(`DELETE FROM duties WHERE name = 'alerts'`);
    expect(await metrics()).not.toMatch(/^hyprbox_alert_evaluation_age_seconds/m);
    await alerts.forgetFirstRules();
    await server.node('web-1');
    await alerts.rule(aRule({ name: 'CPU', condition: aCondition({ fire: 0.5, clear: 0.5 }) }));
    await alerts.evaluate();
    await server.app.get(DataSource).query(`INSERT INTO duties VALUES ('alerts', now() - interval '7 seconds')`);
    const text = await metrics();
    expect(text).toMatch(/^hyprbox_alert_evaluation_age_seconds [78]\./m);
    expect(text).toContain('hyprbox_alerts{state="FIRING"} 1');
    expect(text).toContain('hyprbox_alerts{state="PENDING"} 0');
    expect(text).not.toContain('hyprbox_alerts{state="RESOLVED"}');
  });
});
