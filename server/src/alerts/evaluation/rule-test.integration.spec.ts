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

  it('shows the figures of the worst, also where they are never beyond the threshold', async () => {
    const { history, series } = await tried(aRule({ name: 'x', condition: aCondition({ fire: 99 }) }));
    expect(history).toEqual([]);
    const [fine] = series;
    expect(fine?.target).toEqual({ nodeId: 'fine' });
    expect(fine?.points.length).toBeLessThanOrEqual(300);
    expect(new Set(fine?.points.map(({ value }) => value))).toEqual(new Set([12, 96, null]));
  });

  it('tells it of mounts', async () => {
    const condition = aCondition({ metric: 'filesystemPct', mount: '/s*' });
    const { now, history, series } = await tried(aRule({ name: 'x', condition }));
    expect(now).toEqual([{ target: { nodeId: 'fine', mount: '/srv' }, value: 97 }]);
    expect(history).toHaveLength(1);
    expect(series.map(({ target }) => target)).toEqual([
      { nodeId: 'fine', mount: '/srv' },
      { nodeId: 'busy', mount: '/srv' },
    ]);
  });

  it('tells when hosts were silent', async () => {
    const sql = (text: string) => server.app.get(DataSource).query(text);
    const hour = `date_trunc('hour', now(), 'UTC') - interval '5 hours'`;
    await sql(`SELECT make_partition('heartbeats', ${hour})`);
    await sql(`INSERT INTO heartbeats (node_id, at, late, cpu_pct, mem_pct, disk_pct)
      SELECT 'fine', ${hour} + minute * interval '1 minute', minute = 20, 1, 1, 1
      FROM generate_series(0, 299) AS minute WHERE minute NOT BETWEEN 10 AND 29 OR minute = 20`);
    await sql(`INSERT INTO heartbeats (node_id, at, late, cpu_pct, mem_pct, disk_pct)
      SELECT 'fine', now() - s * interval '1 minute', false, 1, 1, 1
      FROM generate_series(1, 60) AS s ON CONFLICT DO NOTHING`);
    const silent = (forSeconds: number) =>
      tried(
        aRule({
          name: 'x',
          kind: 'NODE_SILENT',
          selector: { nodeIds: ['fine'] },
          condition: { afterSeconds: 120 },
          forSeconds,
        }),
      );
    const { history } = await silent(60);
    expect(history).toMatchObject([{ target: { nodeId: 'fine' }, peak: 21 * 60 }]);
    const minutes = (text: string | undefined): number => new Date(text ?? '').getUTCMinutes();
    // Heard last at :09, it fires after two minutes of silence and the one that the rule waits.
    expect([minutes(history[0]?.from), minutes(history[0]?.to)]).toEqual([12, 30]);
    expect((await silent(3600)).history).toEqual([]);
  });

  it('tells from which failure to which success jobs failed', async () => {
    const sql = (text: string, parameters: unknown[]) => server.app.get(DataSource).query(text, parameters);
    for (const [hoursAgo, status, isTest] of [
      [10, 'FAILED', true],
      [9, 'SUCCEEDED'],
      [8, 'FAILED'],
      [7.5, 'SUCCEEDED', true],
      [7, 'FAILED'],
      [6, 'SUCCEEDED'],
      [3, 'FAILED'],
    ] as const) {
      const job = { nodeId: 'busy', preset: 'system-facts', variables: {} };
      const { body } = await server.admin.post<{ id: string }>('/jobs', job);
      await sql(
        `UPDATE executions SET status = $2, finished_at = date_trunc('hour', now()) - $3 * interval '1 hour' WHERE id = $1`,
        [body.id, status, hoursAgo],
      );
      await sql('UPDATE jobs SET is_test = $2 WHERE id = $1', [body.id, isTest ?? false]);
    }
    const failing = (presets: string[]) =>
      tried(aRule({ name: 'x', kind: 'JOB', condition: { outcomes: ['FAILED'], presets } }));
    const { history } = await failing(['system-facts']);
    expect(history).toHaveLength(2);
    const [last, first] = history;
    expect(last).toMatchObject({ target: { nodeId: 'busy', preset: 'system-facts' }, peak: null });
    expect(Date.parse(first?.to ?? '') - Date.parse(first?.from ?? '')).toBe(2 * 60 * 60_000);
    expect((await failing(['another'])).history).toEqual([]);
  });

  it('tells since when backups failed', async () => {
    const policy = {
      name: 'files',
      nodeId: 'busy',
      repository: '/srv/backups',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
    };
    const { body } = await server.admin.post<{ id: string }>('/backups/policies', policy);
    const run = await server.admin.post<unknown>(`/backups/policies/${body.id}/run`, {});
    expect(run.status).toBeLessThan(300);
    await server.app
      .get(DataSource)
      .query(`UPDATE executions SET status = 'FAILED', finished_at = now() - interval '1 hour' WHERE kind <> 'JOB'`);
    const failing = (protections: string[]) =>
      tried(aRule({ name: 'x', kind: 'BACKUP', condition: { protections } as never }));
    expect((await failing(['FAILING', 'OVERDUE'])).history).toMatchObject([
      { target: { nodeId: 'busy', policyId: body.id }, peak: null },
    ]);
    expect((await failing(['OVERDUE'])).history).toEqual([]);
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
