import type { BackupPolicy, BackupRun } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/test-server.js';
import { goodBackup, keepOnline, letLeaseRunOut, BackupAgent } from '../../../test/backup-agent.js';

/** Leases are looked at every few seconds only. */
const timeoutMs = 60_000;
const patienceMs = 90_000;

describe('one repository of two nodes', () => {
  let server: TestServer;
  let first: BackupAgent;
  let second: BackupAgent;
  let ofFirst: BackupPolicy;
  let ofSecond: BackupPolicy;
  let pairs = 0;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  async function freshNode(nodeId: string, repository: string): Promise<[BackupAgent, BackupPolicy]> {
    const agent = new BackupAgent(nodeId, await server.node(nodeId));
    await keepOnline(server, nodeId);
    const { body } = await server.admin.post<BackupPolicy>('/backups/policies', {
      name: nodeId,
      nodeId,
      repository,
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
      retention: { keepLast: 3 },
    });
    return [agent, body];
  }
  async function freshPair(shared?: string): Promise<void> {
    const repository = shared ?? `sftp:host:/srv/${++pairs}`;
    [first, ofFirst] = await freshNode(`left-${pairs}`, repository);
    [second, ofSecond] = await freshNode(`right-${pairs}`, repository);
  }
  const run = async ({ id }: BackupPolicy, kind: string): Promise<BackupRun> => {
    const { status, body } = await server.admin.post<BackupRun>(`/backups/policies/${id}/run`, { kind });
    expect(status).toBe(202);
    return body;
  };

  /** The repository is there from now on. */
  async function makeRepository(): Promise<void> {
    await run(ofFirst, 'CHECK');
    await first.finish((await first.take()).id, {});
  }

  it('is made by one of them alone', async () => {
    await freshPair();
    const queued = [await run(ofFirst, 'BACKUP'), await run(ofSecond, 'BACKUP')];
    const maker = await first.take();
    expect(maker.id).toBe(queued[0]?.id);
    expect(await second.claim()).toBeNull();
    await first.finish(maker.id, { fault: 'REPOSITORY_UNREACHABLE' });
    const next = await second.take();
    expect(next.id).toBe(queued[1]?.id);
    const again = await run(ofFirst, 'BACKUP');
    expect(await first.claim()).toBeNull();
    await second.finish(next.id, goodBackup('1'));
    expect((await first.take()).id).toBe(again.id);
  });

  it('is backed up to by both at a time', async () => {
    await freshPair();
    await makeRepository();
    const queued = [await run(ofFirst, 'BACKUP'), await run(ofSecond, 'BACKUP')];
    expect([(await first.take()).id, (await second.take()).id]).toEqual(queued.map(({ id }) => id));
  });

  it('is pruned by one alone, which waits for the others, and they for it', async () => {
    await freshPair();
    await run(ofFirst, 'BACKUP');
    const backup = await first.take();
    const prune = await run(ofSecond, 'PRUNE');
    const later = await run(ofFirst, 'BACKUP');
    expect([await second.claim(), await first.claim()]).toEqual([null, null]);
    await first.finish(backup.id, { fault: 'RESTIC_FAILED' });
    const taken = await second.take();
    expect(taken).toMatchObject({ id: prune.id, order: { task: { operation: 'PRUNE', retention: { keepLast: 3 } } } });
    expect(await first.claim()).toBeNull();
    await second.finish(taken.id, { retention: { kept: 3, removed: 1 } });
    expect((await first.take()).id).toBe(later.id);
  });

  it(
    'is free again when its owner has gone silent, and when one that waited is called off',
    async () => {
      await freshPair();
      const prune = await run(ofFirst, 'PRUNE');
      await first.take();
      const check = await run(ofSecond, 'CHECK');
      const backup = await run(ofSecond, 'BACKUP');
      expect(await second.claim()).toBeNull();
      await eventually(
        async () => {
          await letLeaseRunOut(server, prune.id);
          const { body } = await server.admin.get<BackupRun>(`/backups/runs/${prune.id}`);
          return body.reason === 'AGENT_LOST';
        },
        { timeoutMs },
      );
      await eventually(async () => (await server.admin.post(`/backups/runs/${check.id}/cancel`)).status === 200, {
        timeoutMs,
      });
      expect((await second.take()).id).toBe(backup.id);
    },
    patienceMs,
  );

  it('is another one on each node where it is a local path', async () => {
    pairs++;
    await freshPair('/srv/backups');
    const prunes = [await run(ofFirst, 'PRUNE'), await run(ofSecond, 'PRUNE')];
    expect([(await first.take()).id, (await second.take()).id]).toEqual(prunes.map(({ id }) => id));
  });

  it('is cleared after a good backup, once for several of them', async () => {
    await freshPair();
    await makeRepository();
    await run(ofFirst, 'BACKUP');
    await run(ofFirst, 'BACKUP');
    const [one, other] = [await first.take(), await first.take()];
    await first.finish(one.id, goodBackup('1'));
    await first.finish(other.id, goodBackup('2'));
    const prune = await first.take();
    expect(prune.order.task.operation).toBe('PRUNE');
    expect(prune.order.ownTags).toEqual([`hyprbox:${ofFirst.id}`]);
    await first.finish(prune.id, { retention: { kept: 2, removed: 0 } });
    expect(await first.claim()).toBeNull();
  });
});
