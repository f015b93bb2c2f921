import { createHash } from 'node:crypto';
import type {
  BackupPolicy,
  BackupRun,
  BackupRunDetails,
  BackupTarget,
  Page,
  Problem,
  BackupResult,
} from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { goodBackup, letLeaseRunOut, snapshotId, BackupAgent, type End } from '../../../test/backup-agent.js';

/** Leases are looked at every few seconds only. */
const patienceMs = 90_000;

describe('runs of backups', () => {
  let server: TestServer;
  let agent: BackupAgent;
  let policy: BackupPolicy;
  let nodes = 0;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  async function freshNode(more: object = {}): Promise<void> {
    const nodeId = `node-${++nodes}`;
    agent = new BackupAgent(nodeId, await server.node(nodeId));
    const { status, body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: `Of ${nodeId}`,
      nodeId,
      repository: '/srv/backups/{nodeId}',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
      ...more,
    });
    expect(status).toBe(201);
    policy = body;
  }
  const run = async (request: object = {}): Promise<BackupRun> => {
    const { status, body } = await server.admin.post<BackupRun>(`/backups/policies/${policy.id}/run`, request);
    expect(status).toBe(202);
    return body;
  };
  const show = async (id: string): Promise<BackupRunDetails> =>
    (await server.admin.get<BackupRunDetails>(`/backups/runs/${id}`)).body;

  it('are handed to the node, carried out and shown with what they found', async () => {
    await freshNode({ environment: { AWS_ACCESS_KEY_ID: 'file:/etc/aws-key' } });
    const queued = await run();
    expect(queued).toMatchObject({ kind: 'BACKUP', status: 'QUEUED', trigger: 'USER', policyName: policy.name });
    const claimed = await agent.take();
    expect(claimed).toMatchObject({
      id: queued.id,
      kind: 'VAULT',
      scriptSha256: createHash('sha256').update(claimed.script).digest('hex'),
      secretRefs: {
        HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: 'env:RESTIC_PASSWORD',
        HYPRBOX_SECRET_VAULT__AWS_ACCESS_KEY_ID: 'file:/etc/aws-key',
      },
    });
    expect(claimed.order).toMatchObject({
      version: 1,
      policyId: policy.id,
      repository: `/srv/backups/${agent.nodeId}`,
      ownTags: [`hyprbox:${policy.id}`],
      task: { operation: 'BACKUP', paths: ['/etc'] },
    });
    expect((await agent.finish(claimed.id, goodBackup(), { stderr: 'did it\n' })).status).toBe(200);
    expect(await show(queued.id)).toMatchObject({
      status: 'SUCCEEDED',
      reason: null,
      snapshotId: snapshotId('a'),
      filesNew: 3,
      filesChanged: 1,
      bytesAdded: 2048,
      bytesProcessed: 4096,
      repositoryBytes: 10_000,
      log: 'did it\n',
      progress: null,
    });
  });

  it('are left alone by an agent that knows jobs alone', async () => {
    await freshNode();
    const { id } = await run();
    expect(await agent.claim(0, 'JOB')).toBeNull();
    expect((await agent.take()).id).toBe(id);
  });

  it.each<[string, Partial<BackupResult>, End, string, string]>([
    ['a fault', { fault: 'WRONG_PASSWORD', message: 'no' }, {}, 'FAILED', 'WRONG_PASSWORD'],
    ['a fault told at length', { fault: 'MISSING_PATH', message: 'x'.repeat(50_000) }, {}, 'FAILED', 'MISSING_PATH'],
    ['a fault with exit 0', { ...goodBackup(), fault: 'MISSING_PATH' }, { exitCode: 0 }, 'FAILED', 'MISSING_PATH'],
    ['a good result with exit 1', goodBackup(), { exitCode: 1 }, 'FAILED', 'EXIT_CODE'],
    ['exit 0 without figures', {}, {}, 'FAILED', 'EXIT_CODE'],
    ['exit 0 without a result', {}, { lastLine: '' }, 'FAILED', 'INTERRUPTED'],
    ['a kill', {}, { lastLine: '', exitCode: null, reason: 'INTERRUPTED' }, 'FAILED', 'INTERRUPTED'],
    ['a cancel', { fault: 'RESTIC_FAILED' }, { exitCode: 130, reason: 'CANCELLED' }, 'CANCELLED', 'CANCELLED'],
    ['a result cut short', {}, { lastLine: '{"event":"result","result":{' }, 'FAILED', 'INTERRUPTED'],
    ['a result of other types', { ...goodBackup(), repositoryBytes: -1 }, {}, 'FAILED', 'INTERRUPTED'],
    [
      'an unknown fault',
      {},
      { exitCode: 1, lastLine: '{"event":"result","result":{"fault":"X"}}' },
      'FAILED',
      'EXIT_CODE',
    ],
    [
      'a huge result',
      {},
      { lastLine: JSON.stringify({ event: 'result', result: 'x'.repeat(5e6) }) },
      'FAILED',
      'INTERRUPTED',
    ],
  ])('end after %s as they did', async (_name, found, end, status, reason) => {
    await freshNode();
    const { id } = await run();
    await agent.take();
    expect((await agent.finish(id, found, end)).status).toBe(200);
    expect(await show(id)).toMatchObject({ status, reason });
  });

  it.each(['INTERRUPTED', 'CANCELLED', 'TIMEOUT'] as const)(
    'that were cut short (%s) are followed by a look at what snapshots there are',
    async (reason) => {
      await freshNode({ retention: { keepLast: 2 } });
      const { id } = await run({ kind: 'PRUNE' });
      await agent.take();
      await agent.finish(id, {}, { lastLine: '', exitCode: null, reason });
      const query = await agent.take();
      expect(query.order.task).toEqual({ operation: 'SNAPSHOTS' });
      const there = { id: snapshotId('e'), nodeId: 'x', at: '2026-01-01T00:00:00Z', paths: ['/etc'], tags: [] };
      await agent.finish(query.id, { snapshots: [{ ...there, sizeBytes: null, files: null }] });
      const { body } = await server.admin.get<Page<{ id: string }>>(`/backups/policies/${policy.id}/snapshots`);
      expect(body.items.map((each) => each.id)).toEqual([snapshotId('e')]);
    },
  );

  it('tell the same reason in their stream, as they end and afterwards', async () => {
    await freshNode();
    const { id } = await run();
    await agent.take();
    const stream = async (): Promise<string> => (await server.admin.fetch(`/backups/runs/${id}/stream`)).text();
    const statuses = (events: string): string[] =>
      [...events.matchAll(/event: status\nid: .*\ndata: (.*)\n/g)].map(([, data = '']) => data);
    const open = server.admin.fetch(`/backups/runs/${id}/stream`);
    await agent.finish(id, { fault: 'DISK_FULL', message: 'no room' });
    const ended = JSON.stringify({ status: 'FAILED', reason: 'DISK_FULL', exitCode: 1 });
    expect(statuses(await (await open).text()).at(-1)).toBe(ended);
    expect(statuses(await stream())).toEqual([ended]);
  });

  it('keep nothing of a message that a terminal or the database would choke on', async () => {
    await freshNode();
    const { id } = await run();
    await agent.take();
    const message = 'null \0 escape \u001b[31m half \ud800';
    await agent.finish(id, { fault: 'RESTIC_FAILED', message });
    expect((await show(id)).message).toBe('null \ufffd escape \ufffd[31m half \ufffd');
  });

  it('show how far they have come', async () => {
    await freshNode();
    const { id } = await run();
    await agent.take();
    const progress = { step: 'backup', fraction: 0.5, bytesDone: 5, bytesTotal: 10, filesDone: 1, filesTotal: 2 };
    const line = JSON.stringify({ event: 'progress', at: new Date().toISOString(), progress });
    await agent.output(id, [{ stream: 'stdout', offset: 0, data: `${line}\n{"event":` }]);
    expect((await show(id)).progress).toMatchObject(progress);
    const { body } = await server.admin.get<Page<BackupRun>>(`/backups/runs?policyId=${policy.id}&status=RUNNING`);
    expect(body.items).toMatchObject([{ id, progress }]);
  });

  it('are taken from no other node', async () => {
    await freshNode();
    const { id } = await run();
    await agent.take();
    const stranger = new BackupAgent('stranger', await server.node(`stranger-${agent.nodeId}`));
    const end = { attempt: 1, exitCode: 0, stdoutBytes: 0, stderrBytes: 0 };
    expect((await stranger.caller.post(`/jobs/${id}/complete`, end)).status).toBe(403);
    expect((await show(id)).status).toBe('RUNNING');
  });

  it(
    'that had been given up stay failed, but what they did is known once it is heard of',
    async () => {
      await freshNode();
      const { id } = await run();
      await agent.take();
      await eventually(
        async () => {
          await letLeaseRunOut(server, id);
          return (await show(id)).reason === 'AGENT_LOST';
        },
        { timeoutMs: 60_000 },
      );
      expect((await agent.finish(id, goodBackup('b'))).status).toBe(200);
      expect(await show(id)).toMatchObject({ status: 'FAILED', reason: 'AGENT_LOST', snapshotId: snapshotId('b') });
      const { body } = await server.admin.get<Page<BackupTarget>>(`/backups/targets?policyId=${policy.id}`);
      expect(body.items).toMatchObject([{ protection: 'FAILING', lastSnapshotId: snapshotId('b') }]);
    },
    patienceMs,
  );

  it(
    'that had been given up and were cut short are followed by a look, once their node is back',
    async () => {
      await freshNode();
      const { id } = await run();
      await agent.take();
      await eventually(
        async () => {
          await letLeaseRunOut(server, id);
          return (await show(id)).reason === 'AGENT_LOST';
        },
        { timeoutMs: 60_000 },
      );
      await agent.finish(id, {}, { lastLine: '', exitCode: null, reason: 'INTERRUPTED' });
      expect((await agent.take()).order.task).toEqual({ operation: 'SNAPSHOTS' });
    },
    patienceMs,
  );

  it('are called off: queued ones at once, ended ones not at all', async () => {
    await freshNode();
    const { id } = await run();
    expect((await server.admin.post<BackupRun>(`/backups/runs/${id}/cancel`)).body.status).toBe('CANCELLED');
    const again = await server.admin.post<Problem>(`/backups/runs/${id}/cancel`);
    expect([again.status, again.body.code, again.body.detail]).toEqual([
      409,
      'ALREADY_FINISHED',
      'The run has already ended (cancelled); nothing is left to cancel.',
    ]);
    expect(await agent.claim()).toBeNull();
  });

  it('lead from never to protected by a proven restore', async () => {
    await freshNode();
    const protection = async (): Promise<string> =>
      (await server.admin.get<BackupPolicy>(`/backups/policies/${policy.id}`)).body.protection;
    expect(await protection()).toBe('NEVER');
    await run();
    await agent.finish((await agent.take()).id, goodBackup());
    expect(await protection()).toBe('UNPROVEN');
    const drill = {
      snapshotId: snapshotId('a'),
      snapshotAt: '2026-01-01T00:00:00Z',
      files: [{ path: '/etc/a', sizeBytes: 1, mode: '-rw-r--r--', sha256: snapshotId('c') }],
      filesRestored: 1,
      bytesRestored: 1,
      manifestSha256: snapshotId('d'),
      checks: [{ name: 'listing' as const, ok: false, detail: 'differs' }],
      restoreSeconds: 1.5,
    };
    await run({ kind: 'DRILL' });
    await agent.finish((await agent.take()).id, { drill });
    expect(await protection()).toBe('FAILING');
    const { id } = await run({ kind: 'DRILL' });
    await agent.finish((await agent.take()).id, {
      drill: { ...drill, checks: [{ name: 'restic', ok: true, detail: null }] },
    });
    expect(await protection()).toBe('PROTECTED');
    expect((await show(id)).drill).toMatchObject({ manifestSha256: snapshotId('d'), restoreSeconds: 1.5 });
  });

  it('stay readable when their policy is gone, and those that wait are called off', async () => {
    await freshNode();
    await run();
    const done = await agent.take();
    await agent.finish(done.id, goodBackup());
    const waiting = await run();
    expect((await server.admin.delete(`/backups/policies/${policy.id}`)).status).toBe(204);
    expect((await server.admin.get(`/backups/policies/${policy.id}`)).status).toBe(404);
    expect(await show(waiting.id)).toMatchObject({ status: 'CANCELLED', policyName: policy.name });
    expect(await show(done.id)).toMatchObject({ status: 'SUCCEEDED', snapshotId: snapshotId('a') });
  });
});
