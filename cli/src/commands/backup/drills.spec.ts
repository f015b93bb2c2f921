import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBackupRun, anEvidence, aPolicy, policyId, runId } from '../../test-support/backup-builders.js';
import { FakeServer } from '../../test-support/fake-server.js';
import { runCli } from '../../test-support/run-cli.js';
import type { CliResult } from '../../test-support/run-cli.js';

const proven = aBackupRun({
  kind: 'DRILL',
  status: 'SUCCEEDED',
  finishedAt: '2026-01-02T03:03:05.000Z',
  drill: anEvidence(),
});

describe('hyprbox backup drill', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /backups/policies', { items: [aPolicy()], nextCursor: null });
    server.json(`GET /backups/policies/${policyId}`, aPolicy());
    server.json(`GET /backups/runs/${runId}`, proven);
    const goingOn = aBackupRun({ id: 'going-on', kind: 'DRILL', status: 'RUNNING' });
    server.json('GET /backups/runs', { items: [goingOn, proven], nextCursor: null });
  });
  afterEach(() => server.stop());

  const drill = (...words: string[]): Promise<CliResult> => runCli(['backup', 'drill', ...words], { env });

  it('runs a drill', async () => {
    server.json(`POST /backups/policies/${policyId}/run`, aBackupRun({ kind: 'DRILL' }), 202);
    expect((await drill('run', 'etc', '--node', 'web-1')).out).toBe(`${runId}\n`);
    expect(server.sent(`POST /backups/policies/${policyId}/run`)[0]?.body).toEqual({ kind: 'DRILL', nodeId: 'web-1' });
  });

  it.each([['etc'], [policyId], [runId]])('shows the evidence of %s', async (which) => {
    const { code, out } = await drill('show', which);
    expect(code).toBe(0);
    expect(out).toMatch(/Result {2,}PROVEN/);
    expect(out).toMatch(/Restored in {2,}4\.2 s\n/);
    expect(out).toMatch(/Sizes, modes {2,}ok: 1 file compared\n/);
    expect(out).toContain('b'.repeat(64));
    const [asked] = server.sent('GET /backups/runs');
    if (which !== runId) expect(asked?.query.toString()).toBe(`policyId=${policyId}&kind=DRILL&limit=200`);
  });

  it('does not call proven what failed', async () => {
    const checks = [{ name: 'listing', ok: false, detail: '/etc/hosts has 3 bytes instead of 120' } as const];
    const failed = { status: 'FAILED', reason: 'VERIFICATION_FAILED', drill: anEvidence({ checks }) } as const;
    server.json(`GET /backups/runs/${runId}`, { ...proven, ...failed });
    const { out } = await drill('show', runId);
    expect(out).not.toContain('PROVEN');
    expect(out).toMatch(/Sizes, modes {2,}FAILED: \/etc\/hosts has 3 bytes/);
  });

  it('prints the manifest as sha256sum does', async () => {
    const files = [
      { path: '/etc/hosts', sizeBytes: 1, mode: '-rw-r--r--', sha256: 'a'.repeat(64) },
      { path: '/etc/a\\b\nc', sizeBytes: 1, mode: '-rw-r--r--', sha256: 'c'.repeat(64) },
    ];
    server.json(`GET /backups/runs/${runId}`, { ...proven, drill: anEvidence({ files, filesRestored: 5 }) });
    const { code, out, err } = await drill('show', 'etc', '--manifest');
    expect([code, out]).toEqual([0, `${'a'.repeat(64)}  /etc/hosts\n\\${'c'.repeat(64)}  /etc/a\\\\b\\nc\n`]);
    expect(err).toBe('3 files more were restored than are named.\n');
  });

  it('gives all of it as JSON', async () => {
    expect(JSON.parse((await drill('show', 'etc', '--json')).out)).toEqual(proven);
    expect(JSON.parse((await drill('show', 'etc', '--json', '--manifest')).out)).toEqual(anEvidence().files);
  });

  it('says what to do where there is no evidence', async () => {
    server.json('GET /backups/runs', { items: [], nextCursor: null });
    const none = await drill('show', 'etc');
    expect(none).toMatchObject({ code: 4, err: expect.stringContaining('hyprbox backup drill run etc --follow') });
    server.json(`GET /backups/runs/${runId}`, { ...proven, status: 'FAILED', drill: null });
    expect((await drill('show', runId, '--manifest')).code).toBe(4);
    expect((await drill('show', runId)).out).toMatch(/Evidence {2,}none\n/);
    server.json(`GET /backups/runs/${runId}`, aBackupRun());
    const other = await drill('show', runId);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('is no drill') });
  });

  it('lists drills only', async () => {
    const { out } = await drill('list', 'etc', '--status', 'SUCCEEDED');
    expect(out).toContain(runId);
    expect(server.sent('GET /backups/runs')[0]?.query.toString()).toBe(
      `limit=50&policyId=${policyId}&status=SUCCEEDED&kind=DRILL`,
    );
  });
});
