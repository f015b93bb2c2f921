import type {
  BackupMark,
  BackupPolicy,
  BackupRun,
  BackupSummary,
  BackupTarget,
  Page,
  BackupResult,
} from '@hyprbox/contracts';
import { backupLimits } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { goodBackup, BackupAgent } from '../../../test/backup-agent.js';

describe('targets', () => {
  let server: TestServer;
  let policy: BackupPolicy;
  const agents: BackupAgent[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    for (const nodeId of ['web-1', 'web-2']) {
      agents.push(new BackupAgent(nodeId, await server.node(nodeId)));
      await server.admin.patch(`/nodes/${nodeId}`, { tags: ['web'] });
    }
    const { status, body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: 'web files',
      tag: 'web',
      repository: '/srv/backups/{nodeId}',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 1 1 *',
      retention: {},
    });
    expect(status).toBe(201);
    policy = body;
  });
  afterAll(() => server.stop());

  const queue = async (nodeId: string, kind = 'BACKUP'): Promise<string> => {
    const request = { nodeId, kind };
    const { status, body } = await server.admin.post<BackupRun>(`/backups/policies/${policy.id}/run`, request);
    expect(status).toBe(202);
    return body.id;
  };
  async function ended(agent: BackupAgent, found: Partial<BackupResult>, kind = 'BACKUP'): Promise<string> {
    const id = await queue(agent.nodeId, kind);
    expect((await agent.take()).id).toBe(id);
    expect((await agent.finish(id, found)).status).toBe(200);
    return id;
  }
  async function courses(query: string): Promise<Record<string, BackupMark[] | undefined>> {
    const { body } = await server.admin.get<Page<BackupTarget>>(`/backups/targets?policyId=${policy.id}${query}`);
    return Object.fromEntries(body.items.map(({ nodeId, recentBackups }) => [nodeId, recentBackups]));
  }

  it('come with the course of their backups, oldest first, where it is asked for', async () => {
    const [first, second] = agents;
    if (!first || !second) throw new Error('There are no agents');
    expect(await courses('&recentBackups=30')).toEqual({ 'web-1': [], 'web-2': [] });

    const good = await ended(first, goodBackup());
    const bad = await ended(first, { fault: 'DISK_FULL', message: 'no room' });
    await ended(first, {}, 'CHECK');
    const other = await ended(second, goodBackup());
    const calledOff = await queue('web-2');
    await server.admin.post(`/backups/runs/${calledOff}/cancel`);
    // What has not ended has no place in it.
    await queue('web-1');

    const marks = await courses(`&recentBackups=${backupLimits.recentBackups}`);
    expect(marks['web-1']).toEqual([
      { id: good, status: 'SUCCEEDED', finishedAt: expect.any(String), seconds: expect.any(Number), bytesAdded: 2048 },
      { id: bad, status: 'FAILED', finishedAt: expect.any(String), seconds: expect.any(Number), bytesAdded: null },
    ]);
    expect(marks['web-2']).toMatchObject([
      { id: other, status: 'SUCCEEDED' },
      { id: calledOff, status: 'CANCELLED', seconds: null },
    ]);
    expect((await courses('&recentBackups=1'))['web-1']).toMatchObject([{ id: bad }]);
    expect(await courses('')).toEqual({ 'web-1': undefined, 'web-2': undefined });
  });

  it('are counted by how old their last backup and their last proof are', async () => {
    const { body } = await server.admin.get<BackupSummary>('/backups/summary');
    // Both have a backup of today, whatever came after it; nothing was ever restored.
    expect(body).toMatchObject({
      backups: { fresh: 2, overdue: 0, never: 0 },
      proofs: { fresh: 0, overdue: 0, never: 2 },
      medianRestoreSeconds: null,
    });
    await server.app.get(DataSource).query(
      `UPDATE backup_targets SET last_good_backup_at = now() - interval '3 years', last_proven_restore_at = now(),
         restore_seconds = 12.5 WHERE node_id = 'web-2'`,
    );
    expect((await server.admin.get<BackupSummary>('/backups/summary')).body).toMatchObject({
      targets: { FAILING: 1, OVERDUE: 1 },
      backups: { fresh: 1, overdue: 1, never: 0 },
      proofs: { fresh: 1, overdue: 0, never: 1 },
      medianRestoreSeconds: 12.5,
    });
    await server.admin.patch(`/backups/policies/${policy.id}`, { enabled: false });
    expect((await server.admin.get<BackupSummary>('/backups/summary')).body).toMatchObject({
      targets: { PAUSED: 2 },
      backups: { fresh: 0, overdue: 0, never: 0 },
      medianRestoreSeconds: null,
    });
  });

  it('refuse to come with more than they may', async () => {
    const { status } = await server.admin.get(`/backups/targets?recentBackups=${backupLimits.recentBackups + 1}`);
    expect(status).toBe(400);
  });
});
