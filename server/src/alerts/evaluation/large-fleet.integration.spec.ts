import type { Alert, AlertSummary, Page } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Alerts } from '../../../test/alerts.js';
import { ServiceDouble } from '../../../test/service-double.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

const hosts = 10_000;

describe('a fleet of 10,000 hosts', () => {
  let server: TestServer;
  let alerts: Alerts;
  let service: ServiceDouble;

  beforeAll(async () => {
    server = await startTestServer();
    alerts = await Alerts.of(server);
    service = await ServiceDouble.start();
    await sql(`UPDATE heartbeat_intake SET since = 'epoch'`);
    await sql(
      `INSERT INTO nodes (id, hostname, tags, agent_version, interval_seconds, created_at, last_seen_at, heard_since, metrics,
         metrics_at, cpu_pct, mem_pct, disk_pct, inventory)
       SELECT 'n' || i, 'n' || i || '.example.net', '{}', '0.1.0', 15, now(), now(), now() - interval '1 hour',
         '{"cpuPct": 10, "memPct": 10, "diskPct": 10}', now(), 10, 10, 10, '{"os": "Debian", "cpuCores": 8}'
       FROM generate_series(1, ${hosts}) i`,
    );
  });

  afterAll(async () => {
    await alerts[Symbol.asyncDispose]();
    await service[Symbol.asyncDispose]();
    await server.stop();
  });

  async function sql<T>(text: string): Promise<T[]> {
    return server.app.get(DataSource).query(text);
  }

  /** As if so long had passed. */
  async function pass(seconds: number): Promise<void> {
    const ago = (column: string): string => `${column} = ${column} - interval '${seconds} seconds'`;
    await sql(`UPDATE alerts SET ${ago('pending_since')}, ${ago('recovering_since')} WHERE state <> 'RESOLVED'`);
    await sql(`UPDATE alert_groups SET ${ago('opened_at')}, ${ago('sent_at')}`);
  }

  const isSent = async (): Promise<boolean> =>
    (await sql(`SELECT FROM alert_deliveries WHERE status <> 'SENT'`)).length === 0;

  it('that falls silent at once is told in one message a channel, and in another that it is back', async () => {
    for (const name of ['one', 'two']) {
      const config = { url: `${service.url}/${name}` };
      const secrets = { secret: 'the key of the signature' };
      const body = { name, type: 'WEBHOOK', config, secrets, sendResolved: true, enabled: true };
      expect((await server.admin.post('/alerts/channels', body)).status).toBe(201);
    }
    await alerts.evaluate();
    expect((await server.admin.get<Page<Alert>>('/alerts')).body.items).toEqual([]);
    // Not all in the same moment: an agent reports every 15 s.
    await sql(`UPDATE nodes SET last_seen_at = now() - interval '150 seconds' - random() * interval '15 seconds',
      metrics_at = now() - interval '160 seconds'`);
    for (let round = 0; round < 4; round++) {
      await alerts.evaluate();
      await pass(60);
    }
    const { body: summary } = await server.admin.get<AlertSummary>('/alerts/summary');
    expect(summary).toMatchObject({ inhibited: hosts, firing: { CRITICAL: 1 } });
    const { body: page } = await server.admin.get<Page<Alert>>('/alerts?state=FIRING&limit=200');
    expect(page.items).toHaveLength(200);
    await eventually(isSent);
    expect(service.calls.map(({ path, json }) => `${path} ${String(json['event'])}`).toSorted()).toEqual([
      '/one firing',
      '/two firing',
    ]);
    await sql('UPDATE nodes SET last_seen_at = now(), metrics_at = now(), heard_since = now()');
    for (let round = 0; round < 4; round++) {
      await alerts.evaluate();
      await pass(300);
    }
    expect(await sql(`SELECT FROM alerts WHERE state <> 'RESOLVED'`)).toEqual([]);
    await eventually(isSent);
    expect(service.calls.map(({ path, json }) => `${path} ${String(json['event'])}`).toSorted()).toEqual([
      '/one firing',
      '/one resolved',
      '/two firing',
      '/two resolved',
    ]);
  }, 180_000);
});
