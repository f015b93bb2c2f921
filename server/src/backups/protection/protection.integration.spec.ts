import type { BackupPolicy, BackupTarget, Page } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { goodBackup, snapshotId, BackupAgent } from '../../../test/backup-agent.js';
import { Clock } from '../../time/clock.js';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

describe('the protection of a node', () => {
  let server: TestServer;
  let agent: BackupAgent;
  let policy: BackupPolicy;
  /** How far the server's clock is ahead. */
  let aheadMs = 0;

  beforeAll(async () => {
    server = await startTestServer();
    // The admin stays signed in, however far ahead the clock is.
    await server.app.get(DataSource).query(`UPDATE sessions SET expires_at = now() + interval '1 year'`);
    server.app.get(Clock).now = () => new Date(Date.now() + aheadMs);
    agent = new BackupAgent('web-1', await server.node('web-1'));
    const { body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: 'All',
      nodeId: 'web-1',
      repository: '/srv/backups',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      // Once a year, so that nothing is due meanwhile.
      schedule: '0 3 1 1 *',
      checkSchedule: null,
      drillSchedule: null,
      maxBackupAgeHours: 26,
      maxProofAgeDays: 30,
    });
    policy = body;
  });
  afterAll(() => server.stop());

  async function protectionOfTarget(): Promise<Pick<
    BackupTarget,
    'protection' | 'backupOverdue' | 'proofOverdue'
  > | null> {
    const { body } = await server.admin.get<Page<BackupTarget>>(`/backups/targets?policyId=${policy.id}`);
    const [target] = body.items;
    if (!target) return null;
    const { protection, backupOverdue, proofOverdue } = target;
    return { protection, backupOverdue, proofOverdue };
  }
  async function carryOut(kind: 'BACKUP' | 'DRILL'): Promise<void> {
    await server.admin.post(`/backups/policies/${policy.id}/run`, { kind });
    const drill = {
      snapshotId: snapshotId('a'),
      snapshotAt: '2026-01-01T00:00:00Z',
      files: [],
      filesRestored: 1,
      bytesRestored: 1,
      manifestSha256: snapshotId('d'),
      checks: [{ name: 'restic' as const, ok: true, detail: null }],
      restoreSeconds: 1.5,
    };
    const { id } = await agent.take();
    await agent.finish(id, kind === 'BACKUP' ? goodBackup() : { drill });
  }
  const overdueInMetrics = async (): Promise<string | undefined> =>
    (await (await fetch(`${server.url}/metrics`)).text())
      .split('\n')
      .find((line) => line.startsWith('hyprbox_backup_targets{protection="OVERDUE"}'));

  it('is overdue when a backup or a proof is older than it should be, and no longer once there is a newer one', async () => {
    const good = { backupOverdue: false, proofOverdue: false };
    expect(await protectionOfTarget()).toEqual({ protection: 'NEVER', ...good });
    aheadMs = 26 * hourMs + 60_000;
    expect(await protectionOfTarget()).toEqual({ protection: 'OVERDUE', backupOverdue: true, proofOverdue: false });
    expect(await overdueInMetrics()).toMatch(/ 1$/);

    aheadMs = 0;
    await carryOut('BACKUP');
    await carryOut('DRILL');
    expect(await protectionOfTarget()).toEqual({ protection: 'PROTECTED', ...good });
    expect(await overdueInMetrics()).toMatch(/ 0$/);
    aheadMs = 26 * hourMs - 5 * 60_000;
    expect(await protectionOfTarget()).toEqual({ protection: 'PROTECTED', ...good });
    aheadMs = 26 * hourMs + 60_000;
    expect(await protectionOfTarget()).toEqual({ protection: 'OVERDUE', backupOverdue: true, proofOverdue: false });

    const { status } = await server.admin.patch(`/backups/policies/${policy.id}`, { maxBackupAgeHours: 24 * 366 });
    expect(status).toBe(200);
    expect(await protectionOfTarget()).toEqual({ protection: 'PROTECTED', ...good });
    aheadMs = 30 * dayMs + 60_000;
    expect(await protectionOfTarget()).toEqual({ protection: 'OVERDUE', backupOverdue: false, proofOverdue: true });
    aheadMs = 0;
    await carryOut('DRILL');
    expect(await protectionOfTarget()).toEqual({ protection: 'PROTECTED', ...good });
  });

  it('is expected of nobody while the policy is paused', async () => {
    aheadMs = 0;
    await server.admin.patch(`/backups/policies/${policy.id}`, { enabled: false });
    aheadMs = 31 * dayMs;
    expect(await protectionOfTarget()).toEqual({ protection: 'PAUSED', backupOverdue: false, proofOverdue: false });
    aheadMs = 0;
  });
});
