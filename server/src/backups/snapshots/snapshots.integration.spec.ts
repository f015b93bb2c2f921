import type { BackupPolicy, BackupSnapshots, BackupSummary, Page, Problem, SnapshotTree } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { Questions } from '../questions/questions.service.js';
import { goodBackup, keepOnline, snapshotId, VaultAgent } from '../../../test/vault-agent.js';

describe('snapshots', () => {
  let server: TestServer;
  let agent: VaultAgent;
  let policy: BackupPolicy;

  beforeAll(async () => {
    server = await startTestServer();
    agent = new VaultAgent('web-1', await server.node('web-1'));
    await keepOnline(server, 'web-1');
    const { body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: 'All',
      nodeId: 'web-1',
      repository: '/srv/backups',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
    });
    policy = body;
  });
  afterAll(() => server.stop());

  const address = (rest: string): string => `/backups/policies/${policy.id}/${rest}`;
  const tree = (path: string) =>
    server.admin.get<SnapshotTree & Problem>(address(`snapshots/${snapshotId('a')}/tree?path=${path}`));
  const treeOf = (path: string): SnapshotTree => ({
    snapshotId: snapshotId('a'),
    path,
    entries: [
      { path: `${path}/a`, type: 'file', sizeBytes: 3, modifiedAt: '2026-01-01T00:00:00.000Z', mode: '-rw-r--r--' },
    ],
    truncated: false,
  });

  it('are listed as the node listed them last', async () => {
    expect((await server.admin.get<BackupSnapshots>(address('snapshots'))).body).toEqual({
      items: [],
      leftOut: 0,
      asOf: null,
    });
    expect((await server.admin.post(address('snapshots/refresh'), {})).status).toBe(202);
    const { id, order } = await agent.take();
    expect(order.task).toEqual({ operation: 'SNAPSHOTS' });
    const snapshot = {
      id: snapshotId('a'),
      nodeId: 'somebody else',
      at: '2026-01-01T00:00:00.000Z',
      paths: ['/etc'],
      tags: [],
      sizeBytes: null,
      files: 2,
    };
    await agent.finish(id, { snapshots: [snapshot], snapshotsLeftOut: 7 });
    const { body } = await server.admin.get<BackupSnapshots>(address('snapshots?nodeId=web-1'));
    expect(body.items).toEqual([{ ...snapshot, nodeId: 'web-1' }]);
    expect(body.leftOut).toBe(7);
    expect(body.asOf).not.toBeNull();
  });

  it('are browsed by asking the node, once for the same question', async () => {
    const asking = Promise.all([tree('/etc'), tree('/etc')]);
    const { id, order } = await agent.take();
    expect(order.task).toEqual({ operation: 'TREE', snapshotId: snapshotId('a'), path: '/etc' });
    await agent.finish(id, { tree: treeOf('/etc') });
    for (const { status, body } of await asking) expect([status, body]).toEqual([200, treeOf('/etc')]);
    expect((await tree('/etc')).body).toEqual(treeOf('/etc'));
    expect(await agent.claim()).toBeNull();
  });

  it('that the node can not read are answered with why', async () => {
    const asking = tree('/none');
    await agent.finish((await agent.take()).id, { fault: 'NO_SNAPSHOT' });
    const { status, body } = await asking;
    expect([status, body.code]).toEqual([409, 'NO_SNAPSHOT']);
  });

  it('are not waited for without end: the question goes on, and whoever asks again has its answer', async () => {
    const questions = server.app.get(Questions);
    const { patienceMs } = questions;
    questions.patienceMs = 50;
    const { status, body } = await tree('/slow');
    expect([status, body.code]).toEqual([504, 'NOT_ANSWERED_IN_TIME']);
    questions.patienceMs = patienceMs;
    const again = tree('/slow');
    await agent.finish((await agent.take()).id, { tree: treeOf('/slow') });
    expect((await again).body).toEqual(treeOf('/slow'));
    expect(await agent.claim()).toBeNull();
  });

  it('are searched and compared', async () => {
    const finding = server.admin.get(address('find?pattern=*.conf'));
    await agent.finish((await agent.take()).id, { matches: { matches: [], truncated: false } });
    expect((await finding).body).toEqual({ matches: [], truncated: false });
    const comparing = server.admin.get(address(`diff?from=${snapshotId('a')}&to=${snapshotId('b')}`));
    const difference = {
      from: snapshotId('a'),
      to: snapshotId('b'),
      changes: [{ path: '/etc/a', change: 'M' as const }],
      addedBytes: 1,
      removedBytes: 2,
      truncated: false,
    };
    await agent.finish((await agent.take()).id, { difference });
    expect((await comparing).body).toEqual(difference);
  });

  it.each([
    'find?pattern=--x',
    'find',
    'diff?from=a&to=b',
    'snapshots/nope/tree',
    `snapshots/${snapshotId('a')}/tree?path=x`,
  ])('refuse %s', async (rest) => {
    expect((await server.admin.get(address(rest))).status).toBe(400);
  });

  it('are not asked for of a node that is away', async () => {
    await server.app.get(DataSource).query(`UPDATE nodes SET last_seen_at = now() - interval '1 day'`);
    const { status, body } = await tree('/later');
    expect([status, body.code]).toEqual([409, 'NODE_OFFLINE']);
  });

  it('leave no trail when they are only asked about; the summary and the metrics count what there is', async () => {
    await server.node('bare-1');
    const { body } = await server.admin.get<BackupSummary>('/backups/summary');
    expect(body).toMatchObject({ policies: 1, targets: { NEVER: 1, PROTECTED: 0 }, unprotectedNodes: 1, running: 0 });
    const unprotected = await server.admin.get<Page<{ nodeId: string }>>('/backups/unprotected');
    expect(unprotected.body.items).toEqual([{ nodeId: 'bare-1' }]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('hyprbox_backup_targets{protection="NEVER"} 1');
    expect(metrics).toContain('hyprbox_backup_runs_24h{kind="BACKUP",outcome="succeeded"} 0');
    const trail = await server.admin.get<Page<unknown>>('/audit?action=backup.complete');
    expect(trail.body.items).toEqual([]);
  });

  it('are new after a good backup, which is told in the activity and recorded', async () => {
    await server.admin.post(address('run'), {});
    await agent.finish((await agent.take()).id, { ...goodBackup(), snapshots: [] });
    await eventually(async () => {
      const { body } = await server.admin.get<Page<{ kind: string; message: string; runId: string }>>('/activity');
      const [newest] = body.items;
      return newest?.kind === 'backup' && newest.message.startsWith('Backup of web-1 (All) succeeded');
    });
    const trail = await server.admin.get<Page<unknown>>('/audit?action=backup.complete');
    expect(trail.body.items).toHaveLength(1);
    expect((await server.admin.get<BackupSnapshots>(address('snapshots'))).body.items).toEqual([]);
  });
});
