import type { RuleTest } from '@hyprbox/contracts';
import { aHeartbeat, someMetrics } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCondition, aRule } from '../../../test/alerts.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';

describe('trying a rule', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    for (const [nodeId, cpuPct, used] of [
      ['busy', 95, 40],
      ['fine', 10, 97],
    ] as const) {
      const agent = await server.node(nodeId);
      const filesystems = [{ mount: '/srv', fsType: 'ext4', usedBytes: used, totalBytes: 100 }];
      await agent.post('/nodes/heartbeat', aHeartbeat({ nodeId, metrics: someMetrics({ cpuPct, filesystems }) }));
    }
    const sql = (text: string) => server.app.get(DataSource).query(text);
    // An hour of yesterday in which a host was busy for ten minutes, as it is rolled up.
    const day = `date_trunc('hour', now(), 'UTC') - interval '1 day'`;
    const columns = ['cpu_pct', 'mem_pct', 'disk_pct'];
    const names = columns.flatMap((column) => [`${column}_avg`, `${column}_min`, `${column}_max`]).join(', ');
    const rows = (cpu: string): string => Array.from({ length: 9 }, (_, index) => (index < 3 ? cpu : '10')).join(', ');
    await sql(`SELECT make_partition('heartbeats_1m', ${day})`);
    await sql(`SELECT make_partition('heartbeats_1h', ${day})`);
    await sql(`INSERT INTO heartbeats_1m (node_id, at, samples, ${names})
      SELECT 'fine', ${day} + minute * interval '1 minute', 4, ${rows('CASE WHEN minute BETWEEN 20 AND 29 THEN 96 ELSE 12 END')}
      FROM generate_series(0, 59) AS minute`);
    await sql(`INSERT INTO heartbeats_1h (node_id, at, samples, ${names}) VALUES ('fine', ${day}, 240, ${rows('96')})`);
  });

  afterAll(() => server.stop());

  const tried = async (fields: object): Promise<RuleTest> => {
    const { status, body } = await server.admin.post<RuleTest>('/alerts/rules/test', fields);
    expect(status).toBe(200);
    return body;
  };

  it('tells where it would fire now, and when it would have fired', async () => {
    const { now, history, truncated } = await tried(aRule({ name: 'x', forSeconds: 120 }));
    expect(now).toEqual([{ target: { nodeId: 'busy' }, value: 95 }]);
    expect(truncated).toBe(false);
    const [span] = history;
    expect(history).toHaveLength(1);
    expect(span).toMatchObject({ target: { nodeId: 'fine' }, peak: 96 });
    const minutes = (text: string | undefined): number => new Date(text ?? '').getUTCMinutes();
    expect([minutes(span?.from), minutes(span?.to)]).toEqual([22, 30]);
  });

  it('tells it of mounts', async () => {
    const condition = aCondition({ metric: 'filesystemPct', mount: '/s*' });
    const { now, history } = await tried(aRule({ name: 'x', condition }));
    expect(now).toEqual([{ target: { nodeId: 'fine', mount: '/srv' }, value: 97 }]);
    expect(history).toHaveLength(1);
  });

  it.each(['swapPct', 'processes', 'inodesPct', 'load1PerCore', 'netRxBps'] as const)('takes %s', async (metric) => {
    const { now } = await tried(aRule({ name: 'x', condition: aCondition({ metric, fire: 1e9, clear: 1e9 }) }));
    expect(now).toEqual([]);
  });

  it('saves nothing', async () => {
    await tried(aRule({ name: 'never saved' }));
    const { body } = await server.admin.get<{ items: { name: string }[] }>('/alerts/rules');
    expect(body.items.map(({ name }) => name)).not.toContain('never saved');
  });

  it('refuses thresholds that are swapped, in words', async () => {
    const { status, body } = await server.admin.post<{ errors: { pointer: string; detail: string }[] }>(
      '/alerts/rules/test',
      aRule({ name: 'x', condition: aCondition({ fire: 80, clear: 90 }) }),
    );
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { pointer: '/condition/clear', detail: expect.stringMatching(/^must be at most 80/) as string },
    ]);
  });
});
