import type { BackupTarget } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBackupSummary, aPolicy, aTarget, policyId, runId } from '../../test-support/backup-builders.js';
import { FakeServer } from '../../test-support/fake-server.js';
import { runCli } from '../../test-support/run-cli.js';
import type { CliOptions, CliResult } from '../../test-support/run-cli.js';

describe('hyprbox backup status', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /backups/policies', { items: [aPolicy()], nextCursor: null });
    serve([aTarget()]);
  });
  afterEach(() => server.stop());

  function serve(targets: BackupTarget[], unprotected: string[] = []): void {
    server.json('GET /backups/targets', { items: targets, nextCursor: null });
    const items = unprotected.map((nodeId) => ({ nodeId }));
    server.json('GET /backups/unprotected', { items, nextCursor: null });
    server.json('GET /backups/summary', aBackupSummary({ unprotectedNodes: unprotected.length }));
  }
  const status = (words: string[] = [], options: CliOptions = {}): Promise<CliResult> =>
    runCli(['backup', 'status', ...words], { env, ...options });

  const failed = { id: runId, kind: 'BACKUP', status: 'FAILED', reason: 'WRONG_PASSWORD' } as const;
  const failing = aTarget({ nodeId: 'db-1', protection: 'FAILING', lastRun: failed, lastGoodBackupAt: null });
  const overdue = aTarget({ nodeId: 'web-2', protection: 'OVERDUE', proofOverdue: true, restoreSeconds: null });

  it('shows the worst first, and says what is wrong', async () => {
    serve([aTarget(), overdue, failing], ['web-7', 'web-8']);
    const { code, out, err } = await status();
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        'POLICY  NODE   STATE      BACKUP   PROVEN   RESTORES IN',
        'etc     db-1   FAILING    never    4 d ago  4.2 s',
        'etc     web-2  OVERDUE    1 h ago  4 d ago  –',
        'etc     web-1  PROTECTED  1 h ago  4 d ago  4.2 s',
        '',
        '! etc on db-1: backup failed (WRONG_PASSWORD); see hyprbox backup run show',
        `  ${runId}`,
        '! etc on web-2: a proof is overdue',
        '',
        '1 policy: 1 protected',
        'No policy covers 2 nodes: web-7, web-8',
        '',
      ].join('\n'),
    );
  });

  it('does not blame a run that was good for one before it that failed', async () => {
    serve([{ ...failing, lastRun: aTarget().lastRun }]);
    const { out } = await status();
    expect(out).toContain('! etc on db-1: a run failed; see hyprbox backup run list --status FAILED\n');
  });

  it.each([
    ['all is well', [aTarget()], 0],
    ['something fails', [aTarget(), failing], 1],
    ['a proof is overdue', [overdue], 1],
    ['a backup is overdue beside a state of its own', [aTarget({ protection: 'NEVER', backupOverdue: true })], 1],
    ['it was never proven', [aTarget({ protection: 'UNPROVEN' })], 0],
    ['it is paused', [aTarget({ protection: 'PAUSED', backupOverdue: true })], 0],
  ])('ends a --check as it stands: %s', async (_name, targets, code) => {
    serve(targets);
    expect((await status(['--check'])).code).toBe(code);
    expect((await status(['--check', '--json'])).code).toBe(code);
    expect((await status()).code).toBe(0);
  });

  it('looks at one policy or one node', async () => {
    await status(['--policy', 'etc', '--node', 'web-1']);
    const { query } = server.sent('GET /backups/targets')[0] ?? { query: new URLSearchParams() };
    expect([query.get('policyId'), query.get('nodeId')]).toEqual([policyId, 'web-1']);
    expect((await status(['--policy', 'none'])).code).toBe(4);
  });

  it('gives all of it as JSON, worst first', async () => {
    serve([aTarget(), failing], ['web-7']);
    const board = JSON.parse((await status(['--json'])).out);
    expect(board).toEqual({
      items: [failing, aTarget()],
      unprotected: [{ nodeId: 'web-7' }],
      summary: aBackupSummary({ unprotectedNodes: 1 }),
    });
  });

  it('tells the newcomer the next step', async () => {
    serve([]);
    server.json('GET /backups/summary', aBackupSummary({ policies: 0 }));
    expect((await status()).out).toContain('hyprbox backup policy create');
  });
});
