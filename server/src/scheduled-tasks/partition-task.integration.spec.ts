import { randomUUID } from 'node:crypto';
import type { Settings, Job, PendingWork } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DataSource } from 'typeorm';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { DatabaseClock } from '../database/database-clock.js';
import { PartitionKeeper } from '../database/partitions.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Clock } from '../time/clock.js';
import { PartitionTask } from './partition-task.js';

const dayMs = 24 * 60 * 60 * 1000;

describe('retention', () => {
  let server: TestServer;
  let agent: Caller;

  beforeAll(async () => {
    server = await startTestServer();
    agent = await server.node('web-1');
  });
  afterAll(() => server.stop());

  const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> => server.app.get(DataSource).query(sql, values);
  const task = (): PartitionTask => server.app.get(PartitionTask, { strict: false });
  const ago = (days: number): Date => new Date(Date.now() - days * dayMs);
  const partitionOf = (table: string, day: Date): string =>
    `${table}_${day.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const exists = async (name: string): Promise<boolean> =>
    (await query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]))[0]?.there ?? false;
  const show = async (id: string): Promise<Job> => (await server.admin.get<Job>(`/jobs/${id}`)).body;

  /** A job that was queued so many days ago. */
  async function queue(daysAgo: number): Promise<string> {
    const { body } = await server.admin.post<Job>('/jobs', { nodeId: 'web-1', preset: 'system-facts', variables: {} });
    await query('UPDATE executions SET created_at = $2 WHERE id = $1', [body.id, ago(daysAgo)]);
    return body.id;
  }
  async function claim(id: string): Promise<void> {
    const { body } = await agent.get<PendingWork>(`/jobs/pending?nodeId=web-1&claimId=${randomUUID()}`);
    expect(body.job?.id).toBe(id);
  }
  const deliver = (id: string, offset: number, data: string) =>
    agent.post(`/jobs/${id}/output`, { attempt: 1, chunks: [{ stream: 'stdout', offset, data }] });
  const complete = (id: string, end: object) =>
    agent.post(`/jobs/${id}/complete`, { attempt: 1, exitCode: 0, stderrBytes: 0, ...end });

  it('keeps the output of a job that waited for its host for longer, until that long after its end', async () => {
    const [long, done] = [await queue(140), await queue(140)];
    await claim(long);
    await claim(done);
    expect((await deliver(done, 0, 'old')).status).toBe(200);
    expect((await complete(done, { stdoutBytes: 3 })).status).toBe(200);
    await query('UPDATE executions SET finished_at = $2 WHERE id = $1', [done, ago(139)]);
    expect((await deliver(long, 0, 'first ')).status).toBe(200);

    await task().keep();
    expect((await show(long)).stdout).toBe('first ');
    expect((await show(done)).stdout).toBe('');
    expect((await deliver(long, 6, 'second')).status).toBe(200);
    expect((await complete(long, { stdoutBytes: 12 })).status).toBe(200);
    await task().keep();
    expect(await show(long)).toMatchObject({ status: 'SUCCEEDED', stdout: 'first second' });

    await query('UPDATE executions SET finished_at = $2 WHERE id = $1', [long, ago(91)]);
    await task().keep();
    expect(await exists(partitionOf('execution_output', ago(140)))).toBe(false);
  });

  it('of a day that is gone already strands no job: its output is taken, and a cancel ends it', async () => {
    const id = await queue(150);
    await claim(id);
    expect(await exists(partitionOf('execution_output', ago(150)))).toBe(false);
    expect((await deliver(id, 0, 'still here')).status).toBe(200);
    expect((await server.admin.post(`/jobs/${id}/cancel`)).status).toBe(200);
    await complete(id, { stdoutBytes: 10, exitCode: null, reason: 'CANCELLED' });
    expect(await show(id)).toMatchObject({ status: 'CANCELLED', stdout: 'still here' });
  });

  it('takes what a clock writes far ahead of the days that were made', async () => {
    await server.app
      .get(UnitOfWork)
      .system('activity', (tx) =>
        tx.manager.query(
          `INSERT INTO activity (id, at, kind, message) VALUES (gen_random_uuid(), $1, 'node', 'ahead')`,
          [ago(-30)],
        ),
      );
    expect(await query(`SELECT message FROM activity WHERE at > now() + interval '29 days'`)).toHaveLength(1);
  });

  it('waits for samples that are not rolled up yet', async () => {
    const keeper = server.app.get(PartitionKeeper, { strict: false });
    await keeper.makeFor('heartbeats', [ago(20)]);
    const { retention } = (await server.admin.get<Settings>('/settings')).body;
    await query(`INSERT INTO rollup_backlog VALUES ('held', $1) ON CONFLICT DO NOTHING`, [ago(20)]);
    await keeper.dropExpired(new Date(), retention);
    expect(await exists(partitionOf('heartbeats', ago(20)))).toBe(true);
    await query('DELETE FROM rollup_backlog');
    await keeper.dropExpired(new Date(), retention);
    expect(await exists(partitionOf('heartbeats', ago(20)))).toBe(false);
  });

  it.each(['the server', 'its database'])('drops nothing while the clock of %s is far off', async (whose) => {
    const spy =
      whose === 'the server'
        ? vi.spyOn(server.app.get(Clock), 'machineNow').mockReturnValue(ago(-400))
        : vi.spyOn(server.app.get(DatabaseClock, { strict: false }), 'now').mockResolvedValue(ago(-400));
    const today = partitionOf('heartbeats', new Date());
    await task().keep();
    spy.mockRestore();
    expect(await exists(today)).toBe(true);
  });

  it('looks twice after a long pause, in which a clock may have been set', async () => {
    await server.app.get(PartitionKeeper, { strict: false }).makeFor('activity', [ago(400)]);
    await task().keep(3 * dayMs);
    expect(await exists(partitionOf('activity', ago(400)))).toBe(true);
    await task().keep();
    expect(await exists(partitionOf('activity', ago(400)))).toBe(false);
  });
});
