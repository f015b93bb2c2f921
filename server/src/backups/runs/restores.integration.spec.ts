import type { Activity, AuditEvent, BackupPolicy, BackupRun, BackupRunDetails, Page } from '@hyprbox/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { BackupAgent } from '../../../test/backup-agent.js';

describe('restores', () => {
  let server: TestServer;
  let agent: BackupAgent;
  let policy: BackupPolicy;
  let nodes = 0;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    const nodeId = `node-${++nodes}`;
    agent = new BackupAgent(nodeId, await server.node(nodeId));
    const { body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: `Of ${nodeId}`,
      nodeId,
      repository: '/srv/backups/{nodeId}',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
    });
    policy = body;
  });

  const show = async (id: string): Promise<BackupRunDetails> =>
    (await server.admin.get<BackupRunDetails>(`/backups/runs/${id}`)).body;

  it('say what they would do', async () => {
    const request = { policyId: policy.id, snapshotId: 'abcdef01', targetPath: '/restored', dryRun: true };
    const { status, body } = await server.admin.post<BackupRun>('/backups/restores', request);
    expect([status, body.kind]).toEqual([202, 'RESTORE']);
    const claimed = await agent.take();
    expect(claimed.order.task).toEqual({
      operation: 'RESTORE',
      snapshotId: 'abcdef01',
      targetPath: '/restored',
      include: [],
      dryRun: true,
      overwrite: false,
    });
    const restore = { dryRun: true, files: 2, bytes: 3, existing: ['/etc/a'], existingCount: 1 };
    await agent.finish(claimed.id, { restore });
    expect(await show(body.id)).toMatchObject({ status: 'SUCCEEDED', restore });
  });

  it('say from the start of which snapshot they are, where they go, and whether they are a dry run', async () => {
    const asked = { policyId: policy.id, snapshotId: 'abcdef01', targetPath: '/restored' };
    const { body: trial } = await server.admin.post<BackupRun>('/backups/restores', { ...asked, dryRun: true });
    const { body: real } = await server.admin.post<BackupRun>('/backups/restores', asked);
    const { body: backup } = await server.admin.post<BackupRun>(`/backups/policies/${policy.id}/run`, {});
    const order = { snapshotId: 'abcdef01', targetPath: '/restored' };
    expect([trial, real]).toMatchObject([
      { ...order, dryRun: true },
      { ...order, dryRun: false },
    ]);
    expect(await show(trial.id)).toMatchObject({ ...order, dryRun: true });
    const { body: list } = await server.admin.get<Page<BackupRun>>(`/backups/runs?policyId=${policy.id}`);
    expect(list.items.map(({ id, snapshotId: of, targetPath, dryRun }) => ({ id, of, targetPath, dryRun }))).toEqual([
      { id: backup.id, of: null, targetPath: null, dryRun: false },
      { id: real.id, of: 'abcdef01', targetPath: '/restored', dryRun: false },
      { id: trial.id, of: 'abcdef01', targetPath: '/restored', dryRun: true },
    ]);
  });

  it('are called dry runs by the activity and the audit trail', async () => {
    const asked = { policyId: policy.id, snapshotId: 'abcdef01', targetPath: '/restored' };
    const messages = async (): Promise<string[]> => {
      const { items } = (await server.admin.get<Page<Activity>>(`/nodes/${agent.nodeId}/activity`)).body;
      return items.filter(({ kind }) => kind === 'backup').map(({ message }) => message);
    };
    await server.admin.post('/backups/restores', { ...asked, dryRun: true });
    const restore = { dryRun: true, files: 2, bytes: 3, existing: [], existingCount: 0 };
    await agent.finish((await agent.take()).id, { restore });
    const name = `Restore (dry run) of ${agent.nodeId} (${policy.name})`;
    expect((await messages()).toSorted()).toEqual([
      expect.stringContaining(`${name} succeeded`),
      expect.stringContaining(`${name} was asked for by`),
    ]);
    const { body: trail } = await server.admin.get<Page<AuditEvent>>('/audit?limit=2');
    expect(trail.items.map(({ action, details }) => [action, details['dryRun']])).toEqual([
      ['backup.complete', true],
      ['backup.restore', true],
    ]);
    await server.admin.post('/backups/restores', asked);
    expect((await messages()).join()).toContain(`Restore of ${agent.nodeId} (`);
  });
});
