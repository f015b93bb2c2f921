import { randomUUID } from 'node:crypto';
import type { AuditEvent, BackupPolicy, BackupRun, Page, Problem } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReplica, type Replica } from '../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../test/test-server.js';
import { BackupAgent } from '../../test/backup-agent.js';

type Answered = Pick<BackupRun, 'id'> & Pick<Problem, 'code'>;

describe('work of backups that is ordered under a name', () => {
  let server: TestServer;
  let replica: Replica;
  let here: Caller;
  let there: Caller;
  let policyId: string;
  const secret = 'only for tests, and long enough for them';

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_JWT_SECRET: secret });
    replica = await startReplica(server.database.url, { HYPRBOX_JWT_SECRET: secret });
    here = server.admin;
    there = new Caller(replica.url, here.token);
    await server.node('web-1');
    policyId = await newPolicy();
  });
  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await server.stop();
  });

  async function newPolicy(nodeId = 'web-1'): Promise<string> {
    const { body } = await here.post<BackupPolicy>('/backups/policies', {
      name: `Nightly ${randomUUID()}`,
      nodeId,
      repository: '/srv/backups/{nodeId}',
      passwordRef: 'env:RESTIC_PASSWORD',
      paths: ['/etc'],
      schedule: '0 3 * * *',
      retention: { keepLast: 3 },
    });
    return body.id;
  }

  async function order(caller: Caller, path: string, key: string, body?: object): Promise<[number, Answered | null]> {
    const response = await caller.fetch(path, {
      method: 'POST',
      headers: { ...(body && { 'content-type': 'application/json' }), 'idempotency-key': key },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return [response.status, text === '' ? null : (JSON.parse(text) as Answered)];
  }
  /** Everything that hosts were ever given, of whatever kind. */
  async function executions(): Promise<number> {
    const rows = await server.app.get(DataSource).query<{ id: string }[]>('SELECT id FROM executions');
    return rows.length;
  }
  const run = (): string => `/backups/policies/${policyId}/run`;
  const restore = (): object => ({ policyId, snapshotId: 'abcdef01', targetPath: '/restored' });

  it.each<[string, () => string, () => object]>([
    ['a backup', run, () => ({})],
    ['a check', run, () => ({ kind: 'CHECK' })],
    ['a drill', run, () => ({ kind: 'DRILL', nodeId: 'web-1' })],
    ['a prune', run, () => ({ kind: 'PRUNE' })],
    ['a restore', () => '/backups/restores', restore],
    ['a list of snapshots', () => `/backups/policies/${policyId}/snapshots/refresh`, () => ({ nodeId: 'web-1' })],
  ])('is one, whichever replicas are asked at once and afterwards: %s', async (_what, path, body) => {
    const before = await executions();
    const key = randomUUID();
    const callers = Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? here : there));
    const answers = await Promise.all(callers.map((caller) => order(caller, path(), key, body())));
    answers.push(await order(there, path(), key, body()));
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([202]));
    const ids = new Set(answers.map(([, answer]) => answer?.id));
    expect(ids.size).toBe(1);
    expect(await executions()).toBe(before + 1);
    const [id] = ids;
    if (id === undefined) return;
    const { items } = (await here.get<Page<AuditEvent>>(`/audit?target=${id}`)).body;
    expect(items).toHaveLength(1);
  });

  it('is the same with the defaults said aloud', async () => {
    const keys = [randomUUID(), randomUUID()] as const;
    const [, first] = await order(here, run(), keys[0]);
    expect(await order(here, run(), keys[0], { kind: 'BACKUP' })).toEqual([202, first]);
    const [, restored] = await order(here, '/backups/restores', keys[1], restore());
    const aloud = { ...restore(), dryRun: false, overwrite: false };
    expect(await order(here, '/backups/restores', keys[1], aloud)).toEqual([202, restored]);
  });

  it('asks the node for its list once, also when that was answered long ago', async () => {
    const agent = new BackupAgent('web-2', await server.node('web-2'));
    const path = `/backups/policies/${await newPolicy('web-2')}/snapshots/refresh`;
    const key = randomUUID();
    await order(here, path, key);
    await agent.finish((await agent.take()).id, { snapshots: [] });
    expect((await order(there, path, key))[0]).toBe(202);
    expect(await agent.claim()).toBeNull();
    await order(there, path, randomUUID());
    expect((await agent.take()).order.task).toEqual({ operation: 'SNAPSHOTS' });
  });

  it('is refused where the name stands for other work, of whatever kind', async () => {
    const key = randomUUID();
    await order(here, run(), key);
    const before = await executions();
    const others = [
      await order(here, run(), key, { kind: 'DRILL' }),
      await order(here, `/backups/policies/${await newPolicy()}/run`, key),
      await order(there, '/backups/restores', key, restore()),
      await order(there, `/backups/policies/${policyId}/snapshots/refresh`, key),
      await order(there, '/jobs', key, { nodeId: 'web-1', preset: 'system-facts', variables: { section: 'all' } }),
    ];
    expect(others.map(([status, body]) => [status, body?.code])).toEqual(
      others.map(() => [409, 'IDEMPOTENCY_KEY_REUSED']),
    );
    expect(await executions()).toBe(before);
  });

  it('gives what it gave, also when it could not be ordered again', async () => {
    const gone = await newPolicy();
    const key = randomUUID();
    const [, first] = await order(here, `/backups/policies/${gone}/run`, key);
    expect((await here.delete(`/backups/policies/${gone}`)).status).toBe(204);
    const [status, again] = await order(there, `/backups/policies/${gone}/run`, key);
    expect([status, again?.id]).toEqual([202, first?.id]);
  });

  it('leaves the name free where it is refused', async () => {
    const key = randomUUID();
    expect((await order(here, `/backups/policies/${randomUUID()}/run`, key))[0]).toBe(404);
    expect((await order(here, run(), key, { nodeId: 'nowhere' }))[0]).toBe(400);
    expect((await order(here, run(), key))[0]).toBe(202);
  });

  it('has no name of two words', async () => {
    expect((await order(here, run(), 'two words'))[0]).toBe(400);
    expect((await order(here, '/backups/restores', 'two words', restore()))[0]).toBe(400);
  });
});
