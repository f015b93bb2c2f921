import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  aBackupRun,
  aBackupSummary,
  anEvidence,
  aPolicy,
  aSnapshot,
  aTarget,
  policyId,
  runId,
  snapshotId,
} from '../../test-support/backup-builders.js';
import { FakeServer } from '../../test-support/fake-server.js';
import { runCli } from '../../test-support/run-cli.js';

/** As nasty as the contract lets a text be. */
const nasty = `\x1b[2J\x1b]0;owned\x07\u009b\u202e\r\n${'wide 長 '.repeat(40)}`;
const node = 'n'.repeat(128);

describe('what the server says of backups', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    const hook = { preset: nasty, variables: { x: nasty } };
    const policy = aPolicy({
      name: nasty,
      nodeId: node,
      repository: nasty,
      passwordRef: nasty,
      environment: { A: nasty },
      paths: [nasty],
      excludes: [nasty],
      tags: [nasty],
      scheduleText: nasty,
      preHook: hook,
      drillVerify: hook,
      drillDirectory: nasty,
    });
    const evidence = anEvidence({ checks: [{ name: 'script', ok: false, detail: nasty }] });
    const run = aBackupRun({
      policyName: nasty,
      nodeId: node,
      kind: 'DRILL',
      status: 'FAILED',
      reason: 'HOOK_FAILED',
      message: nasty,
      createdByName: nasty,
      restore: { dryRun: false, files: 1, bytes: 1, existing: [nasty], existingCount: 1 },
      drill: evidence,
    });
    const target = aTarget({ policyName: nasty, nodeId: node, protection: 'FAILING', lastRun: run });
    const entry = {
      path: `/${nasty}`,
      type: 'file',
      sizeBytes: 1,
      modifiedAt: '2026-01-01T00:00:00.000Z',
      mode: nasty,
    };
    const page = (item: object): object => ({ items: [item], nextCursor: null });
    const base = `/backups/policies/${policyId}`;
    server.json('GET /backups/policies', page(policy));
    server.json(`GET ${base}`, policy);
    server.json('GET /backups/targets', page(target));
    server.json('GET /backups/unprotected', page({ nodeId: nasty }));
    server.json('GET /backups/summary', aBackupSummary({ unprotectedNodes: 1 }));
    server.json('GET /backups/runs', page(run));
    server.json(`GET /backups/runs/${runId}`, run);
    const snapshot = aSnapshot({ nodeId: node, paths: [nasty], tags: [nasty] });
    server.json(`GET ${base}/snapshots`, { items: [snapshot], asOf: null });
    server.json(`GET ${base}/snapshots/${snapshotId}/tree`, {
      snapshotId,
      path: '/',
      entries: [entry],
      truncated: false,
    });
    const match = { ...entry, snapshotId, snapshotAt: '2026-01-01T00:00:00.000Z' };
    server.json(`GET ${base}/find`, { matches: [match], truncated: false });
    server.json(`POST /backups/runs/${runId}/cancel`, run);
  });
  afterEach(() => server.stop());

  const commands = [
    'status',
    'policy list',
    `policy show ${policyId}`,
    'run list',
    `run list --policy ${policyId}`,
    `run show ${runId}`,
    `snapshot list ${policyId}`,
    `snapshot ls ${policyId} latest`,
    `snapshot find ${policyId} x`,
    `drill show ${runId}`,
    'drill list',
  ];

  it.each(commands)('fits 80 columns and does nothing to the terminal: %s', async (command) => {
    const { code, out } = await runCli(['backup', ...command.split(' ')], { env, isTTY: true });
    expect(code).toBe(0);
    const shown = out.replace(/\x1b\[\d+m/g, '');
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it.each([...commands, `run cancel ${runId}`])('is one JSON document with --json: %s', async (command) => {
    const { code, out, err } = await runCli(['backup', ...command.split(' '), '--json'], { env });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(expect.any(Object));
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });

  it('does nothing to the terminal by what is said on stderr', async () => {
    for (const words of [
      ['policy', 'pause', policyId],
      ['policy', 'show', nasty],
      ['run', 'cancel', runId],
    ]) {
      server.json(`PATCH /backups/policies/${policyId}`, aPolicy({ name: nasty, nextRuns: [nasty] }));
      const { out, err } = await runCli(['backup', ...words], { env, isTTY: true });
      expect((out + err).replace(/\x1b\[\d+m/g, '')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    }
  });
});
