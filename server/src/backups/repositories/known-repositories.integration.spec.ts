import type {
  BackupPolicy,
  BackupRun,
  BackupRunDetails,
  BackupSnapshots,
  BackupTarget,
  Page,
} from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { goodBackup, keepOnline, snapshotId, BackupAgent } from '../../../test/backup-agent.js';

const [right, wrong] = ['1'.repeat(64), '2'.repeat(64)];
const listed = (digit: string): object => ({
  snapshots: [
    {
      id: snapshotId(digit),
      nodeId: 'n',
      at: '2026-01-01T00:00:00Z',
      paths: ['/etc'],
      tags: [],
      sizeBytes: 1,
      files: 1,
    },
  ],
});

describe('a repository that backups went to', () => {
  let server: TestServer;
  let agent: BackupAgent;
  let nodes = 0;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  async function freshNode(): Promise<void> {
    const nodeId = `disk-${++nodes}`;
    agent = new BackupAgent(nodeId, await server.node(nodeId));
    await keepOnline(server, nodeId);
  }
  async function policyAt(repository: string): Promise<BackupPolicy> {
    const { status, body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: `${agent.nodeId} ${repository}`,
      nodeId: agent.nodeId,
      repository,
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
    });
    expect(status).toBe(201);
    return body;
  }
  const run = async ({ id }: BackupPolicy, kind = 'BACKUP'): Promise<BackupRun> =>
    (await server.admin.post<BackupRun>(`/backups/policies/${id}/run`, { kind })).body;
  const show = async ({ id }: BackupRun): Promise<BackupRunDetails> =>
    (await server.admin.get<BackupRunDetails>(`/backups/runs/${id}`)).body;
  const target = async ({ id }: BackupPolicy): Promise<BackupTarget | undefined> =>
    (await server.admin.get<Page<BackupTarget>>(`/backups/targets?policyId=${id}`)).body.items[0];
  const snapshots = async ({ id }: BackupPolicy): Promise<string[]> =>
    (await server.admin.get<BackupSnapshots>(`/backups/policies/${id}/snapshots`)).body.items.map((each) => each.id);
  const backUpTo = async (policy: BackupPolicy, repositoryId?: string): Promise<void> => {
    await run(policy);
    const taken = await agent.take();
    await agent.finish(taken.id, { ...goodBackup(), ...listed('a'), ...(repositoryId && { repositoryId }) });
  };
  const ordered = async (): Promise<[boolean, string | null | undefined]> => {
    const { id, order } = await agent.take();
    await agent.finish(id, { fault: 'NO_REPOSITORY' });
    return [order.initialize, order.repositoryId];
  };

  it('is made at the first run alone, also by other policies, and is known by its id', async () => {
    await freshNode();
    const policy = await policyAt('/mnt/disk');
    const other = await policyAt('/mnt/disk/');
    await run(policy);
    expect(await ordered()).toEqual([true, null]);
    await backUpTo(policy, right);
    for (const each of [policy, other]) {
      await run(each);
      expect(await ordered()).toEqual([false, right]);
    }
    await server.admin.post(`/backups/policies/${policy.id}/snapshots/refresh`);
    expect(await ordered()).toEqual([false, right]);
    const moved = { repository: '/mnt/other' };
    expect((await server.admin.patch(`/backups/policies/${policy.id}`, moved)).status).toBe(200);
    await run(policy);
    expect(await ordered()).toEqual([true, null]);
  });

  it('is not made anew after an agent that tells no id, and takes the first id that is told', async () => {
    await freshNode();
    const policy = await policyAt('/mnt/disk');
    await backUpTo(policy);
    await run(policy);
    expect(await ordered()).toEqual([false, null]);
    await backUpTo(policy, right);
    await backUpTo(policy);
    await run(policy);
    expect(await ordered()).toEqual([false, right]);
  });

  it.each(['BACKUP', 'DRILL'])('is not taken for another one by a %s, of which nothing counts', async (kind) => {
    await freshNode();
    const policy = await policyAt('/mnt/disk');
    await backUpTo(policy, right);
    const before = await target(policy);
    const asked = await run(policy, kind);
    await agent.take();
    await agent.finish(asked.id, { ...goodBackup('b'), ...listed('b'), repositoryId: wrong });
    expect(await show(asked)).toMatchObject({
      status: 'FAILED',
      reason: 'REPOSITORY_CHANGED',
      snapshotId: null,
      message: expect.stringContaining('Another repository'),
    });
    expect(await snapshots(policy)).toEqual([snapshotId('a')]);
    expect(await target(policy)).toMatchObject({
      protection: 'FAILING',
      lastGoodBackupAt: before?.lastGoodBackupAt,
      lastSnapshotId: snapshotId('a'),
    });
  });

  it('keeps its list of snapshots when another one answers', async () => {
    await freshNode();
    const policy = await policyAt('/mnt/disk');
    await backUpTo(policy, right);
    await server.admin.post(`/backups/policies/${policy.id}/snapshots/refresh`);
    const { id } = await agent.take();
    await agent.finish(id, { snapshots: [], repositoryId: wrong });
    expect(await snapshots(policy)).toEqual([snapshotId('a')]);
    const tree = server.admin.get<{ code: string }>(
      `/backups/policies/${policy.id}/snapshots/${snapshotId('a')}/tree?path=/`,
    );
    const query = await agent.take();
    await agent.finish(query.id, { fault: 'REPOSITORY_CHANGED', message: 'another', repositoryId: wrong });
    expect(await tree).toMatchObject({ status: 409, body: { code: 'REPOSITORY_CHANGED' } });
  });

  it('gives way to another one only when somebody says so, and then protects nobody any more', async () => {
    await freshNode();
    const policy = await policyAt('/mnt/disk');
    const sharing = await policyAt('/mnt/disk');
    await backUpTo(policy, right);
    await backUpTo(sharing, right);
    const accept = (body: object): Promise<{ status: number }> =>
      server.admin.post(`/backups/policies/${policy.id}/accept-repository`, body);
    expect((await accept({ nodeId: 'elsewhere' })).status).toBe(400);
    expect((await accept({})).status).toBe(204);
    for (const each of [policy, sharing]) {
      expect(await target(each)).toMatchObject({ protection: 'NEVER', lastGoodBackupAt: null, lastSnapshotId: null });
      expect(await snapshots(each)).toEqual([]);
    }
    await run(policy);
    expect(await ordered()).toEqual([true, null]);
    await backUpTo(policy, wrong);
    await run(sharing);
    expect(await ordered()).toEqual([false, wrong]);
    const { body } = await server.admin.get<{ items: object[] }>('/audit?action=backup.repository.accept');
    expect(body.items).toMatchObject([{ target: { id: policy.id }, details: { repository: '/mnt/disk' } }]);
  });
});
