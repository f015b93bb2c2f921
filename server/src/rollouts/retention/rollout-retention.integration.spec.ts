import type { Job, Page, Rollout, RolloutSummary } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RolloutsDriver } from '../../../test/rollouts-driver.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { RolloutRetentionTask } from './rollout-retention.task.js';

describe('rollouts that are over', () => {
  let server: TestServer;
  let rollouts: RolloutsDriver;

  beforeAll(async () => {
    server = await startTestServer();
    rollouts = new RolloutsDriver(server);
    await rollouts.hosts('web-1', 'web-2');
  });
  afterAll(() => server.stop());

  const status = async (id: string): Promise<number> => (await server.admin.get(`/rollouts/${id}`)).status;
  const deleteOld = (sinceLastMs: number | null = 0): Promise<void> =>
    server.app
      .get(RolloutRetentionTask, { strict: false })
      .deleteOld({ signal: new AbortController().signal, sinceLastMs });
  /** One that ended so many days ago. */
  async function ended(days: number, exitCode = 0): Promise<Rollout> {
    const { id } = await rollouts.start(['web-1']);
    await rollouts.run('web-1', { exitCode });
    await rollouts.untilState(id, exitCode === 0 ? 'SUCCEEDED' : 'FAILED');
    await age(id, days);
    return rollouts.get(id);
  }
  const age = (id: string, days: number): Promise<unknown> =>
    rollouts.sql(`UPDATE rollouts SET finished_at = now() - $2 * interval '1 day' WHERE id = $1 RETURNING id`, [
      id,
      days,
    ]);

  it('go when the output of their jobs does; the jobs and the trail stay', async () => {
    const [old, recent] = [await ended(91), await ended(89)];
    const open = await rollouts.start(['web-2']);
    const [job] = await rollouts.targets(old.id);
    await deleteOld(2 * 24 * 60 * 60 * 1000);
    expect(await status(old.id), 'a clock may have been set').toBe(200);
    await deleteOld();
    expect([await status(old.id), await status(recent.id), await status(open.id)]).toEqual([404, 200, 200]);
    const { body } = await server.admin.get<Job>(`/jobs/${job?.jobId ?? ''}`);
    expect(body).toMatchObject({ status: 'SUCCEEDED', rolloutId: null });
    const trail = await server.admin.get<Page<object>>(`/audit?target=${old.id}`);
    expect(trail.body.items).toHaveLength(2);
  });

  it('stay as long as the one that retries them', async () => {
    const first = await ended(91, 1);
    const answer = await server.admin.post<Rollout>(`/rollouts/${first.id}/retry`, { states: ['FAILED'] });
    expect(answer.status).toBe(201);
    const retry = answer.body.id;
    await rollouts.run('web-1');
    await rollouts.untilState(retry, 'SUCCEEDED');
    await deleteOld();
    expect([await status(first.id), await status(retry)]).toEqual([200, 200]);
    await age(retry, 91);
    await deleteOld();
    expect([await status(first.id), await status(retry)]).toEqual([404, 404]);
  });

  it('tell how their hosts ended without a count of them', async () => {
    const { id, counts } = await ended(1, 3);
    expect(counts).toMatchObject({ failed: 1, succeeded: 0 });
    // Nobody looks at the hosts: what is written to them now is not seen.
    await rollouts.sql(`UPDATE rollout_targets SET state = 'LOST' WHERE rollout_id = $1 RETURNING node_id`, [id]);
    const listed = async (): Promise<RolloutSummary | undefined> =>
      (await server.admin.get<Page<RolloutSummary>>('/rollouts')).body.items.find((each) => each.id === id);
    expect((await listed())?.counts).toEqual(counts);
    // An older server ends them without that.
    await rollouts.sql('UPDATE rollouts SET final_counts = NULL WHERE id = $1 RETURNING id', [id]);
    expect((await listed())?.counts).toMatchObject({ failed: 0, lost: 1 });
  });
});
