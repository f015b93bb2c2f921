import { randomUUID } from 'node:crypto';
import type { Job, PendingWork, Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseCable } from '../../test/database-cable.js';
import { startReplica } from '../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../test/test-server.js';
import { applicationRole } from './embedded/application-role.js';
import { databaseLimits } from './database-limits.js';

const secret = { HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them' };
const lease = { HYPRBOX_LEASE_SECONDS: '10' };
const heal = { timeoutMs: 30_000 };

const beat = (nodeId: string) => ({
  nodeId,
  hostname: nodeId,
  intervalSeconds: 15,
  metrics: { cpuPct: 1, memPct: 2, diskPct: 3 },
});
const ready = async (url: string): Promise<number> => (await fetch(`${url}/readyz`)).status;

describe('a database that is not there', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer(lease);
  });
  afterAll(() => server.stop());

  it('is noticed when nothing comes back: calls end, long polls too, the other replica goes on, and all heals', async () => {
    await using cable = await databaseCable(server.database.url);
    await using cut = await startReplica(cable.url, { ...secret, ...lease });
    const agent = await server.node('web-1');
    const agentOfCut = new Caller(cut.url, agent.token);
    const adminOfCut = new Caller(cut.url, server.admin.token);
    const { body: job } = await server.admin.post<Job>('/jobs', {
      nodeId: 'web-1',
      preset: 'system-facts',
      variables: {},
    });
    const claim = await agentOfCut.get<PendingWork>(`/jobs/pending?nodeId=web-1&claimId=${randomUUID()}`);
    expect(claim.body.job?.id).toBe(job.id);
    expect(await ready(cut.url)).toBe(200);
    const longPoll = agentOfCut.get<Problem>(`/jobs/pending?nodeId=web-1&claimId=${randomUUID()}&wait=30&capacity=0`);

    cable.swallow();
    const calls = await Promise.all([
      adminOfCut.get<Problem>('/nodes'),
      adminOfCut.post<Problem>('/jobs', { nodeId: 'web-1', preset: 'system-facts', variables: {} }),
      agentOfCut.post<Problem>('/nodes/heartbeat', beat('web-1')),
      agentOfCut.post<Problem>(`/jobs/${job.id}/output`, { attempt: 1, chunks: [] }),
      longPoll,
    ]);
    expect(calls.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    for (const { headers, body } of calls) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body.detail).toMatch(/database/);
    }
    expect(await ready(cut.url)).toBe(503);
    expect(await ready(server.url)).toBe(200);

    // The agent went to the other replica, where its lease lives on; the one that was cut off judges nobody.
    await agent.post('/nodes/heartbeat', { ...beat('web-1'), running: [job.id] });
    cable.plug();
    await eventually(async () => (await ready(cut.url)) === 200, heal);
    await eventually(async () => (await adminOfCut.get<Job>(`/jobs/${job.id}`)).status === 200, heal);
    expect((await agentOfCut.post('/nodes/heartbeat', { ...beat('web-1'), running: [job.id] })).status).toBe(202);
    const end = { attempt: 1, exitCode: 0, stdoutBytes: 0, stderrBytes: 0 };
    expect((await agentOfCut.post(`/jobs/${job.id}/complete`, end)).status).toBe(200);
    expect((await server.admin.get<Job>(`/jobs/${job.id}`)).body.status).toBe('SUCCEEDED');
  });

  it('heals from connections that died without a word while new ones go through', async () => {
    await using cable = await databaseCable(server.database.url);
    await using cut = await startReplica(cable.url, secret);
    const admin = new Caller(cut.url, server.admin.token);
    expect(await ready(cut.url)).toBe(200);
    expect((await admin.get('/nodes')).status).toBe(200);
    cable.swallowOld();
    await eventually(async () => (await admin.get('/nodes')).status === 200, heal);
    expect(await ready(cut.url)).toBe(200);
  });

  it('that takes no writes is a 503 that says so, for readiness too, and is over when it takes them again', async () => {
    await using cut = await startReplica(server.database.url, secret);
    const agent = await server.node('web-3');
    const client = new pg.Client({ connectionString: server.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const set = async (value: string): Promise<void> => {
      await client.query(`ALTER DATABASE ${rows[0]?.name ?? ''} SET default_transaction_read_only = ${value}`);
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    };
    await set('on');
    const onCut = new Caller(cut.url, agent.token);
    await eventually(async () => {
      const { status, body } = await onCut.post<Problem>('/nodes/heartbeat', beat('web-3'));
      expect(status).toBe(503);
      return /takes no writes/.test(body.detail);
    }, heal);
    await eventually(async () => (await ready(cut.url)) === 503, heal);
    const problem: unknown = await (await fetch(`${cut.url}/readyz`)).json();
    expect(problem).toMatchObject({ detail: expect.stringMatching(/takes no writes/) });

    await client.query('SET default_transaction_read_only = off');
    await client.query(`ALTER DATABASE ${rows[0]?.name ?? ''} SET default_transaction_read_only = off`);
    await eventually(async () => (await ready(cut.url)) === 200, heal);
    await eventually(async () => (await onCut.post('/nodes/heartbeat', beat('web-3'))).status === 202, heal);
    await client.end();
  });

  it('that no longer takes the password of the server is a 503 that says so, for readiness too', async () => {
    const role = `changed_${randomUUID().slice(0, 8)}`;
    const owner = new pg.Client({ connectionString: server.database.ownerUrl });
    await owner.connect();
    await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'first' IN ROLE ${applicationRole}`);
    const url = Object.assign(new URL(server.database.url), { username: role, password: 'first' }).href;
    {
      await using cut = await startReplica(url, secret);
      const admin = new Caller(cut.url, server.admin.token);
      expect((await admin.get('/nodes')).status).toBe(200);
      await owner.query(`ALTER ROLE ${role} PASSWORD 'second'`);
      await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
      await eventually(async () => {
        const { status, headers, body } = await admin.get<Problem>('/nodes');
        expect(status).toBe(503);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        return /no longer takes its password/.test(body.detail);
      }, heal);
      await eventually(async () => (await ready(cut.url)) === 503, heal);
    }
    await owner.query(`DROP ROLE ${role}`);
    await owner.end();
  });

  it('whose connections are all held by slow reads answers others with 503, and agents and readiness as ever', async () => {
    await using busy = await startReplica(server.database.url, secret);
    const agent = new Caller(busy.url, (await server.node('web-4')).token);
    const admin = new Caller(busy.url, server.admin.token);
    await admin.get('/auth/me');
    const blocker = new pg.Client({ connectionString: server.database.url });
    const observer = new pg.Client({ connectionString: server.database.url });
    await Promise.all([blocker.connect(), observer.connect()]);
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
    const calls = Array.from({ length: databaseLimits.connections + 4 }, () => admin.get<Problem>('/jobs?limit=10'));
    await eventually(async () => {
      const { rows } = await observer.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return (rows[0]?.waiting ?? 0) >= databaseLimits.connections - 2;
    }, heal);
    expect((await agent.post('/nodes/heartbeat', beat('web-4'))).status).toBe(202);
    expect((await agent.get(`/jobs/pending?nodeId=web-4&claimId=${randomUUID()}`)).status).toBe(200);
    expect(await ready(busy.url)).toBe(200);
    const answers = await Promise.all(calls);
    await blocker.query('COMMIT');
    await Promise.all([blocker.end(), observer.end()]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(answers.some(({ body }) => /connections to the database are in use/.test(body.detail))).toBe(true);
    for (const { headers } of answers) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await admin.get('/jobs?limit=10')).status).toBe(200);
  });
});
