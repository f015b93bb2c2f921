import type {
  BackupPolicy,
  BackupSnapshot,
  BackupSnapshots,
  BackupSummary,
  Page,
  Problem,
  SnapshotTree,
} from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { QueriesService } from '../queries/queries.service.js';
import { QueryCleanupService } from '../queries/query-cleanup.service.js';
import { goodBackup, keepOnline, snapshotId, BackupAgent } from '../../../test/backup-agent.js';

describe('snapshots', () => {
  let server: TestServer;
  let agent: BackupAgent;
  let policy: BackupPolicy;

  beforeAll(async () => {
    server = await startTestServer();
    agent = new BackupAgent('web-1', await server.node('web-1'));
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

  it('keep the size that a list told once, whatever a later list leaves out', async () => {
    const listed = { nodeId: 'web-1', at: '2026-01-01T00:00:00.000Z', paths: ['/etc'], tags: [] };
    const relist = async (snapshots: BackupSnapshot[]): Promise<BackupSnapshot[]> => {
      await server.admin.post(address('snapshots/refresh'), {});
      await agent.finish((await agent.take()).id, { snapshots });
      return (await server.admin.get<BackupSnapshots>(address('snapshots?nodeId=web-1'))).body.items;
    };
    await relist([{ ...listed, id: snapshotId('a'), sizeBytes: 4096, files: 2 }]);
    const later = { ...listed, id: snapshotId('b'), at: '2026-01-02T00:00:00.000Z', sizeBytes: 8192, files: null };
    const bare = { ...listed, id: snapshotId('a'), tags: ['kept'], sizeBytes: null, files: null };
    expect(await relist([bare, later, later])).toEqual([later, { ...bare, sizeBytes: 4096, files: 2 }]);
    expect(await relist([bare])).toEqual([{ ...bare, sizeBytes: 4096, files: 2 }]);
  });

  it('are browsed by asking the node, once for the same query', async () => {
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

  it('are not waited for without end: the query goes on, and whoever asks again has its answer', async () => {
    const queries = server.app.get(QueriesService);
    const { patienceMs } = queries;
    queries.patienceMs = 50;
    const { status, body } = await tree('/slow');
    expect([status, body.code]).toEqual([504, 'NOT_ANSWERED_IN_TIME']);
    queries.patienceMs = patienceMs;
    const again = tree('/slow');
    await agent.finish((await agent.take()).id, { tree: treeOf('/slow') });
    expect((await again).body).toEqual(treeOf('/slow'));
    expect(await agent.claim()).toBeNull();
  });

  it('are not asked for any more when whoever asked has given up, and answers are kept for a day', async () => {
    const dataSource = server.app.get(DataSource);
    const setBack = (ago: string): Promise<unknown> =>
      dataSource.query(`UPDATE backup_questions SET created_at = now() - $1::interval`, [ago]);
    const cleanUp = (): Promise<void> => server.app.get(QueryCleanupService, { strict: false }).run();
    const queries = server.app.get(QueriesService);
    const { patienceMs } = queries;
    queries.patienceMs = 50;
    expect((await tree('/given-up')).status).toBe(504);
    queries.patienceMs = patienceMs;

    await setBack('3 minutes');
    await cleanUp();
    expect(await agent.claim()).toBeNull();

    await setBack('25 hours');
    const asking = tree('/new');
    await agent.finish((await agent.take()).id, { tree: treeOf('/new') });
    expect((await asking).status).toBe(200);
    await cleanUp();
    expect(await dataSource.query('SELECT answer FROM backup_questions')).toEqual([{ answer: treeOf('/new') }]);
    const executions = await dataSource.query(`SELECT script::json -> 'task' ->> 'path' AS path FROM executions
      WHERE kind = 'VAULT' AND script::json -> 'task' ->> 'operation' = 'TREE'`);
    expect(executions).toEqual([{ path: '/new' }]);
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
    const query = (sql: string): Promise<unknown> => server.app.get(DataSource).query(sql);
    await query(`UPDATE nodes SET last_seen_at = now() - interval '1 day'`);
    // It could have reported all the time.
    await query(`UPDATE heartbeat_intake SET since = now() - interval '2 days'`);
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

  it('keep names of any characters as they are, on the way to the reader and back to the node', async () => {
    await keepOnline(server, 'web-1');
    const path = '/two\nlines \u001b[31m\u202e\\ ';
    const asked = tree(encodeURIComponent(path));
    const { id, order } = await agent.take();
    expect(order.task).toMatchObject({ operation: 'TREE', path });
    await agent.finish(id, { tree: treeOf(path) });
    expect((await asked).body).toMatchObject({ path, entries: [{ path: `${path}/a` }] });
    const request = { policyId: policy.id, snapshotId: snapshotId('a'), targetPath: '/restored', include: [path] };
    const restore = await server.admin.post<{ id: string }>('/backups/restores', request);
    expect(restore.status).toBe(202);
    const taken = await agent.take();
    expect(taken.order.task).toMatchObject({ operation: 'RESTORE', include: [path] });
    const outcome = { dryRun: false, files: 1, bytes: 1, existing: [path], existingCount: 0 };
    await agent.finish(taken.id, { restore: outcome });
    const { body } = await server.admin.get<object>(`/backups/runs/${restore.body.id}`);
    expect(body).toMatchObject({ status: 'SUCCEEDED', restore: { existing: [path] } });
    for (const refused of ['/nul\0', '/half \ud800', 'relative\n']) {
      expect((await server.admin.post('/backups/restores', { ...request, include: [refused] })).status).toBe(400);
    }
  });
});
