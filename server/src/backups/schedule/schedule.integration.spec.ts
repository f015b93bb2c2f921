import type { Activity, AuditEvent, BackupPolicy, BackupRun, BackupTarget, Page, Problem } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataSource } from 'typeorm';
import { aSource, PresetWriter } from '../../../test/preset-authors.js';
import { startReplica } from '../../../test/replica.js';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { goodBackup, BackupAgent } from '../../../test/backup-agent.js';
import { ScheduledTasks } from '../../scheduled-tasks/scheduled-tasks.js';
import { Clock } from '../../time/clock.js';
import { MissedRunsService } from './missed-runs.service.js';
import { ScheduleRoundService } from './schedule-round.service.js';

const minuteMs = 60_000;
const manyMs = 180_000;

describe('scheduled backups', () => {
  let server: TestServer;
  let dataSource: DataSource;
  let nodes = 0;
  /** The time as the server sees it. */
  let now = new Date();

  beforeAll(async () => {
    server = await startTestServer();
    dataSource = server.app.get(DataSource);
    server.app.get(Clock).now = () => now;
    // The server's own rounds would take what is due at moments of their own.
    await server.app.get(ScheduledTasks).beforeApplicationShutdown();
  });
  afterAll(() => server.stop());

  const look = (): Promise<number | null> => server.app.get(ScheduleRoundService).run(new AbortController().signal);

  async function policyOf(nodeId: string, more: object = {}): Promise<BackupPolicy> {
    const { status, body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: `Of ${nodeId}`,
      nodeId,
      repository: `/srv/${nodeId}`,
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '*/10 * * * *',
      checkSchedule: null,
      drillSchedule: null,
      ...more,
    });
    expect(status).toBe(201);
    return body;
  }
  async function freshPolicy(more: object = {}): Promise<{ policy: BackupPolicy; agent: BackupAgent }> {
    const nodeId = `node-${++nodes}`;
    const agent = new BackupAgent(nodeId, await server.node(nodeId));
    return { policy: await policyOf(nodeId, more), agent };
  }
  const runsOf = async ({ id }: BackupPolicy): Promise<BackupRun[]> =>
    (await server.admin.get<Page<BackupRun>>(`/backups/runs?policyId=${id}`)).body.items;
  const targetOf = async ({ id }: BackupPolicy): Promise<BackupTarget | undefined> =>
    (await server.admin.get<Page<BackupTarget>>(`/backups/targets?policyId=${id}`)).body.items[0];
  /** To when every target that is due at this time has had its delay. */
  const pass = (time: string | undefined): void => {
    now = new Date(Date.parse(time ?? '') + minuteMs - 1);
  };
  const hear = (nodeId: string): Promise<unknown> =>
    dataSource.query('UPDATE nodes SET last_seen_at = $2 WHERE id = $1', [nodeId, now]);

  it('are queued when their time comes, once, and have a next time', async () => {
    const { policy } = await freshPolicy();
    await look();
    expect(await runsOf(policy)).toEqual([]);
    expect((await targetOf(policy))?.nextBackupAt).toBe(policy.nextRuns[0]);
    pass(policy.nextRuns[0]);
    await look();
    await look();
    const runs = await runsOf(policy);
    expect(runs).toMatchObject([{ kind: 'BACKUP', trigger: 'SCHEDULE', scheduledFor: policy.nextRuns[0] }]);
    expect((await targetOf(policy))?.nextBackupAt).toBe(policy.nextRuns[1]);
  });

  it('are not queued where a hook is retired: it is said, and the others and later ones go on', async () => {
    const presets = new PresetWriter(server.admin);
    await presets.version('greeting', aSource());
    const { policy } = await freshPolicy({ preHook: { preset: 'greeting', variables: {} } });
    const other = await policyOf(policy.nodeId ?? '', { name: 'Another', repository: '/srv/another' });
    await look();
    await presets.retire('greeting');
    pass(policy.nextRuns[0]);
    await look();
    expect([await runsOf(policy), (await runsOf(other)).length]).toEqual([[], 1]);
    expect((await targetOf(policy))?.nextBackupAt).toBe(policy.nextRuns[1]);
    const feed = await server.admin.get<Page<Activity>>(`/nodes/${policy.nodeId ?? ''}/activity`);
    expect(feed.body.items.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/could not be queued: \/preHook\/preset: The preset greeting is retired/),
    );
    const byHand = await server.admin.post<Problem>(`/backups/policies/${policy.id}/run`, { kind: 'BACKUP' });
    expect(byHand).toMatchObject({ status: 400, body: { errors: [{ pointer: '/preHook/preset' }] } });
    await presets.version('greeting', aSource(), 1);
    pass(policy.nextRuns[1]);
    await look();
    expect(await runsOf(policy)).toHaveLength(1);
  });

  it('are not queued again while the one before has not ended', async () => {
    const { policy, agent } = await freshPolicy();
    pass(policy.nextRuns[0]);
    await look();
    pass(policy.nextRuns[1]);
    await look();
    expect(await runsOf(policy)).toHaveLength(1);
    await agent.finish((await agent.take()).id, goodBackup());
    pass(policy.nextRuns[2]);
    await look();
    expect((await runsOf(policy)).map(({ scheduledFor }) => scheduledFor)).toEqual([
      policy.nextRuns[2],
      policy.nextRuns[0],
    ]);
  });

  it('that were missed while the server was down are run once, or not, as the policy says', async () => {
    const once = await freshPolicy();
    const skip = await freshPolicy({ catchUp: 'SKIP' });
    pass(once.policy.nextRuns[3]);
    now = new Date(now.getTime() + 3 * minuteMs);
    await hear(skip.agent.nodeId);
    await look();
    expect(await runsOf(once.policy)).toHaveLength(1);
    expect(await runsOf(skip.policy)).toEqual([]);
    expect((await targetOf(skip.policy))?.nextBackupAt).toBe(skip.policy.nextRuns[4]);
  });

  it('wait for a node that is away, or leave it out, as the policy says', async () => {
    const once = await freshPolicy();
    const skip = await freshPolicy({ catchUp: 'SKIP' });
    const there = await freshPolicy({ catchUp: 'SKIP' });
    pass(once.policy.nextRuns[0]);
    await hear(there.agent.nodeId);
    await look();
    expect(await runsOf(once.policy)).toMatchObject([{ status: 'QUEUED' }]);
    expect(await runsOf(skip.policy)).toEqual([]);
    expect(await runsOf(there.policy)).toHaveLength(1);
  });

  it('that wait for a node which goes away are called off after ten minutes, where the policy skips what is missed', async () => {
    const once = await freshPolicy();
    const skip = await freshPolicy({ catchUp: 'SKIP' });
    const there = await freshPolicy({ catchUp: 'SKIP' });
    const all = [once, skip, there];
    const statuses = async (): Promise<(string | undefined)[]> =>
      Promise.all(all.map(async ({ policy }) => (await runsOf(policy))[0]?.status));
    const callOff = (): Promise<void> => server.app.get(MissedRunsService).callOff();
    pass(once.policy.nextRuns[0]);
    for (const { agent } of all) await hear(agent.nodeId);
    await look();
    now = new Date(now.getTime() + 9 * minuteMs);
    await callOff();
    expect(await statuses()).toEqual(['QUEUED', 'QUEUED', 'QUEUED']);

    now = new Date(now.getTime() + 2 * minuteMs);
    await hear(there.agent.nodeId);
    await callOff();
    await callOff();
    expect(await statuses()).toEqual(['QUEUED', 'CANCELLED', 'QUEUED']);
    const [called] = await runsOf(skip.policy);
    const trail = await server.admin.get<Page<AuditEvent>>('/audit?action=backup.cancel');
    expect(trail.body.items.filter(({ target }) => target?.id === called?.id)).toHaveLength(1);

    // Back again, it makes up for nothing; the other one's run waits for it.
    expect(await skip.agent.claim()).toBeNull();
    expect((await once.agent.take()).order.task.operation).toBe('BACKUP');
  });

  it('are not queued while their policy is paused, and again when it is not', async () => {
    const { policy } = await freshPolicy({ enabled: false });
    now = new Date(now.getTime() + 60 * minuteMs);
    await look();
    expect(await runsOf(policy)).toEqual([]);
    const { body } = await server.admin.patch<BackupPolicy>(`/backups/policies/${policy.id}`, { enabled: true });
    pass(body.nextRuns[0]);
    await look();
    expect(await runsOf(policy)).toHaveLength(1);
  });

  it('check and drill only what has been backed up', async () => {
    const every = '*/10 * * * *';
    const { policy, agent } = await freshPolicy({ checkSchedule: every, drillSchedule: every });
    pass(policy.nextRuns[0]);
    await look();
    expect((await runsOf(policy)).map(({ kind }) => kind)).toEqual(['BACKUP']);
    await agent.finish((await agent.take()).id, goodBackup());
    pass(policy.nextRuns[1]);
    await look();
    const kinds = (await runsOf(policy)).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['BACKUP', 'BACKUP', 'CHECK', 'DRILL']);
  });

  it('follow the tags of the nodes', async () => {
    const nodeId = `node-${++nodes}`;
    await server.node(nodeId);
    const policy = await policyOf(nodeId, { nodeId: null, tag: 'vaulted', repository: '/srv/{nodeId}' });
    expect(policy.nodes).toBe(0);
    await server.admin.patch(`/nodes/${nodeId}`, { tags: ['vaulted'] });
    await look();
    expect(await targetOf(policy)).toMatchObject({ nodeId, repository: `/srv/${nodeId}` });
    await server.admin.patch(`/nodes/${nodeId}`, { tags: [] });
    await look();
    expect(await targetOf(policy)).toBeUndefined();
    await server.admin.patch(`/nodes/${nodeId}`, { tags: ['vaulted'] });
    await server.admin.delete(`/nodes/${nodeId}`);
    await look();
    expect(await targetOf(policy)).toBeUndefined();
  });

  it(
    'of 1,000 policies in one minute are spread over it; two servers that schedule at once lose none and take none twice',
    async () => {
      await using other = await startReplica(server.database.url, {
        HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
      });
      other.app.get(Clock).now = () => now;
      await other.app.get(ScheduledTasks).beforeApplicationShutdown();
      const bothLook = (): Promise<unknown> =>
        Promise.all([look(), other.app.get(ScheduleRoundService).run(new AbortController().signal)]);
      const many = 1_000;
      await dataSource.query(
        `INSERT INTO nodes (id, hostname, interval_seconds, created_at, last_seen_at)
         SELECT 'many-' || i, 'many', 15, $2, $2 FROM generate_series(1, $1::integer) i`,
        [many, now],
      );
      const policy = await policyOf('many-1', { repository: 'sftp:backup@host:/srv/{nodeId}' });
      await dataSource.query(
        `INSERT INTO backup_policies (id, name, node_id, enabled, definition, backup_max_age_seconds, created_at, updated_at)
         SELECT gen_random_uuid(), p.name, 'many-' || i, true, p.definition, p.backup_max_age_seconds, p.created_at, p.updated_at
         FROM backup_policies p, generate_series(2, $2::integer) i WHERE p.id = $1`,
        [policy.id, many],
      );
      await look();
      const due = new Date(policy.nextRuns[0] ?? '');
      const count = async (): Promise<{ runs: number; nodes: number }> => {
        const [row]: { runs: number; nodes: number }[] = await dataSource.query(
          `SELECT count(*)::integer AS runs, count(DISTINCT node_id)::integer AS nodes FROM backup_runs
           WHERE node_id LIKE 'many-%'`,
        );
        return row ?? { runs: 0, nodes: 0 };
      };
      now = new Date(due.getTime() + 20_000);
      await bothLook();
      const early = await count();
      expect(early.runs).toBeGreaterThan(many * 0.2);
      expect(early.runs).toBeLessThan(many * 0.6);
      pass(policy.nextRuns[0]);
      await bothLook();
      expect(await count()).toEqual({ runs: many, nodes: many });
    },
    manyMs,
  );
});
