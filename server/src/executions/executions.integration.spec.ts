import { randomUUID } from 'node:crypto';
import type { DeliveryReceipt, Job, PendingWork, Problem } from '@hyprbox/contracts';
import { eventually } from '@hyprbox/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';

const leaseSeconds = 4;

describe('executions', () => {
  let server: TestServer;
  let agent: Caller;
  let nodeId: string;
  let nodes = 0;

  beforeAll(async () => {
    server = await startTestServer({
      HYPRBOX_LEASE_SECONDS: String(leaseSeconds),
      HYPRBOX_OUTPUT_KEEP_BYTES: '262144',
    });
  });

  afterAll(() => server.stop());

  async function freshNode(): Promise<void> {
    nodeId = `node-${++nodes}`;
    agent = await server.node(nodeId);
  }

  const queue = async (): Promise<Job> => {
    const { status, body } = await server.admin.post<Job>('/jobs', { nodeId, preset: 'system-facts', variables: {} });
    expect(status).toBe(201);
    return body;
  };
  const pending = (more = '', claimId: string = randomUUID()): Promise<{ status: number; body: PendingWork }> =>
    agent.get<PendingWork>(`/jobs/pending?nodeId=${nodeId}&claimId=${claimId}${more}`);
  const claim = async (): Promise<Job> => {
    const job = await queue();
    const { body } = await pending();
    expect(body.job?.id).toBe(job.id);
    return job;
  };
  const show = async (id: string): Promise<Job> => (await server.admin.get<Job>(`/jobs/${id}`)).body;
  const deliver = (id: string, offset: number, data: string, attempt = 1) =>
    agent.post<DeliveryReceipt & Problem>(`/jobs/${id}/output`, {
      attempt,
      chunks: [{ stream: 'stdout', offset, data }],
    });
  const complete = (id: string, more: object = {}) =>
    agent.post<DeliveryReceipt & Problem>(`/jobs/${id}/complete`, {
      attempt: 1,
      exitCode: 0,
      stdoutBytes: 0,
      stderrBytes: 0,
      ...more,
    });

  describe('claims', () => {
    it('give each of 20 requests at a time another job, and each job once', async () => {
      await freshNode();
      const queued = await Promise.all(Array.from({ length: 15 }, queue));
      const answers = await Promise.all(Array.from({ length: 20 }, () => pending()));
      const claimed = answers.flatMap(({ body }) => (body.job ? [body.job.id] : []));
      expect(claimed.sort()).toEqual(queued.map(({ id }) => id).sort());
    });

    it('give the same claim the same job again, also when both come at once', async () => {
      await freshNode();
      const [first, second] = [await queue(), await queue()];
      const claimId = randomUUID();
      const answers = await Promise.all([pending('', claimId), pending('', claimId), pending('', claimId)]);
      const later = await pending('', claimId);
      expect([...answers, later].map(({ body }) => [body.job?.id, body.job?.attempt])).toEqual(
        Array.from({ length: 4 }, () => [first.id, 1]),
      );
      expect((await show(second.id)).status).toBe('QUEUED');
    });

    it('are known by their id however it is written', async () => {
      await freshNode();
      const job = await queue();
      const claimId = randomUUID();
      expect((await pending('', claimId.toUpperCase())).body.job?.id).toBe(job.id);
      expect((await pending('', claimId)).body.job?.id).toBe(job.id);
    });

    it('are woken by the commit that queues a job', async () => {
      await freshNode();
      const waiting = pending('&wait=30');
      const job = await queue();
      expect((await waiting).body.job?.id).toBe(job.id);
    });

    it('take nothing without capacity, but hear of a cancel at once', async () => {
      await freshNode();
      const job = await claim();
      const next = await queue();
      const waiting = pending('&wait=30&capacity=0');
      await server.admin.post(`/jobs/${job.id}/cancel`);
      expect((await waiting).body).toEqual({ job: null, cancel: [{ id: job.id, attempt: 1 }] });
      expect((await show(next.id)).status).toBe('QUEUED');
    });

    it('need the node that the token is for', async () => {
      await freshNode();
      const other = await server.node(`${nodeId}-other`);
      const { status } = await other.get(`/jobs/pending?nodeId=${nodeId}&claimId=${randomUUID()}`);
      expect(status).toBe(403);
    });
  });

  describe('output', () => {
    beforeAll(freshNode);

    it('is stored once however often it is sent', async () => {
      const { id } = await claim();
      expect((await deliver(id, 0, 'hello ')).body.stored).toEqual({ stdout: 6, stderr: 0 });
      expect((await deliver(id, 0, 'hello ')).body.stored).toEqual({ stdout: 6, stderr: 0 });
      expect((await deliver(id, 3, 'lo world')).body.stored).toEqual({ stdout: 11, stderr: 0 });
      expect((await show(id)).stdout).toBe('hello world');
    });

    it('is refused with a gap, and the answer says what was expected', async () => {
      const { id } = await claim();
      await deliver(id, 0, 'abc');
      const { status, body } = await deliver(id, 5, 'f');
      expect([status, body.code, body.expected]).toEqual([409, 'OUTPUT_GAP', { attempt: 1, stdout: 3, stderr: 0 }]);
      expect((await show(id)).stdoutBytes).toBe(3);
    });

    it('is refused for a stale attempt', async () => {
      const { id } = await claim();
      const { status, body } = await deliver(id, 0, 'abc', 2);
      expect([status, body.code, body.expected?.attempt]).toEqual([409, 'STALE_ATTEMPT', 1]);
    });

    it('is refused from another node', async () => {
      const { id } = await claim();
      const other = await server.node(`${nodeId}-stranger`);
      const { status } = await other.post(`/jobs/${id}/output`, { attempt: 1, chunks: [] });
      expect(status).toBe(403);
    });

    it('keeps its newest part and counts what was dropped', async () => {
      const { id } = await claim();
      const line = 'x'.repeat(100_000);
      for (let i = 0; i < 10; i++) await deliver(id, i * line.length, `${i}${line.slice(1)}`);
      await complete(id, { stdoutBytes: 1_000_000 });
      const job = await show(id);
      expect([job.stdoutBytes, job.stdoutDroppedBytes]).toEqual([1_000_000, 1_000_000 - 262_144]);
      const kept = await (await server.admin.fetch(`/jobs/${id}/output/stdout`)).text();
      expect(kept.length).toBe(262_144);
      expect(kept.endsWith(`9${line.slice(1)}`)).toBe(true);
      const stream = await (await server.admin.fetch(`/jobs/${id}/stream`)).text();
      expect(/event: stdout\nid: .*\ndata: \{"offset":(\d+)/.exec(stream)?.[1]).toBe(String(1_000_000 - 262_144));
    });

    it('comes back byte for byte, in the order in which it was read', async () => {
      const { id } = await claim();
      const binary = Buffer.from([0, 255, 10, 128, 0]).toString('base64');
      await agent.post(`/jobs/${id}/output`, {
        attempt: 1,
        chunks: [
          { stream: 'stdout', offset: 0, data: 'one\n' },
          { stream: 'stderr', offset: 0, base64: binary },
          { stream: 'stdout', offset: 4, data: 'two\n' },
        ],
      });
      await complete(id, { stdoutBytes: 8, stderrBytes: 5 });
      const bytes = await (await server.admin.fetch(`/jobs/${id}/output/stderr`)).arrayBuffer();
      expect(Buffer.from(bytes).toString('base64')).toBe(binary);
      const stream = await (await server.admin.fetch(`/jobs/${id}/stream`)).text();
      const events = [...stream.matchAll(/event: (\w+)\nid: .*\ndata: (.*)\n/g)].map(
        ([, name, data]) => `${name} ${data}`,
      );
      expect(events).toEqual([
        'stdout {"offset":0,"data":"one\\n"}',
        `stderr {"offset":0,"base64":"${binary}"}`,
        'stdout {"offset":4,"data":"two\\n"}',
        'status {"status":"SUCCEEDED","reason":null,"exitCode":0}',
        'done {}',
      ]);
      const resumed = await (
        await server.admin.fetch(`/jobs/${id}/stream`, { headers: { 'last-event-id': '4-5' } })
      ).text();
      expect(resumed).not.toContain('"offset":0');
      expect(resumed).toContain('"offset":4,"data":"two');
      for (const place of ['99-0', '8-6', 'of another stream']) {
        const headers = { 'last-event-id': place };
        const again = await (await server.admin.fetch(`/jobs/${id}/stream`, { headers })).text();
        // What goes before the events repeats the id that the reader came with.
        expect(again.slice(again.indexOf('event:'))).toBe(stream.slice(stream.indexOf('event:')));
      }
    });

    it('of several jobs comes in one stream, which is resumed where it was', async () => {
      const [first, second] = [await claim(), await claim()];
      await deliver(first.id, 0, 'one');
      await deliver(second.id, 0, 'two');
      const address = `/stream/jobs?ids=${first.id},${second.id}`;
      const open = server.admin.fetch(address);
      await complete(first.id, { stdoutBytes: 3 });
      await complete(second.id, { stdoutBytes: 3 });
      const stream = await (await open).text();
      for (const [job, text] of [
        [first, 'one'],
        [second, 'two'],
      ] as const) {
        const output = `{"jobId":"${job.id}","offset":0,"data":"${text}"}`;
        expect(stream).toMatch(new RegExp(`event: stdout\\nid: .*\\ndata: ${output}\\n`));
        expect(stream).toMatch(new RegExp(`event: done\\nid: .*\\ndata: {"jobId":"${job.id}"}\\n`));
      }
      const resumed = await server.admin.fetch(address, { headers: { 'last-event-id': '3-0.0-0' } });
      const events = await resumed.text();
      expect(events).not.toContain('"data":"one"');
      expect(events).toContain('"data":"two"');
      expect((await server.admin.get(`/stream/jobs?ids=${randomUUID()}`)).status).toBe(404);
      expect((await server.admin.get('/stream/jobs?ids=nonsense')).status).toBe(400);
    });

    it('names each fault of a delivery', async () => {
      const { id } = await claim();
      const { status, body } = await agent.post<Problem>(`/jobs/${id}/output`, {
        attempt: 0,
        chunks: [
          { stream: 'stdin', offset: 0, data: '' },
          { stream: 'stdout', offset: -1, data: '' },
        ],
        more: 1,
      });
      expect([status, body.errors?.map(({ pointer }) => pointer)]).toEqual([
        400,
        ['/more', '/attempt', '/chunks/0', '/chunks/1'],
      ]);
    });
  });

  describe('the end', () => {
    beforeAll(freshNode);

    it.each([
      [{ exitCode: 0 }, ['SUCCEEDED', null, 0]],
      [{ exitCode: 3 }, ['FAILED', 'EXIT_CODE', 3]],
      [{ exitCode: null, signal: 'SIGKILL' }, ['FAILED', 'EXIT_CODE', null]],
      [{ exitCode: null, reason: 'TIMEOUT' }, ['FAILED', 'TIMEOUT', null]],
      [{ exitCode: null, reason: 'INTERRUPTED' }, ['FAILED', 'INTERRUPTED', null]],
      [{ exitCode: null, reason: 'CANCELLED' }, ['CANCELLED', 'CANCELLED', null]],
    ])('%o is %o', async (end, expected) => {
      const { id } = await claim();
      expect((await complete(id, end)).status).toBe(200);
      const job = await show(id);
      expect([job.status, job.reason, job.exitCode]).toEqual(expected);
    });

    it('is not taken while output is missing', async () => {
      const { id } = await claim();
      const { status, body } = await complete(id, { stdoutBytes: 5 });
      expect([status, body.expected]).toEqual([409, { attempt: 1, stdout: 0, stderr: 0 }]);
      expect((await show(id)).status).toBe('RUNNING');
    });

    it('is recorded once, however often it is sent', async () => {
      const { id } = await claim();
      await complete(id);
      expect((await complete(id, { exitCode: 7 })).status).toBe(200);
      expect((await show(id)).exitCode).toBe(0);
      const { body } = await server.admin.get<{ items: unknown[] }>(`/audit?action=job.complete&target=${id}`);
      expect(body.items).toHaveLength(1);
    });

    it('stays what it was when a cancel comes too late, and wins when it comes first', async () => {
      const { id } = await claim();
      const [cancelled, completed] = await Promise.all([server.admin.post(`/jobs/${id}/cancel`), complete(id)]);
      expect(completed.status).toBe(200);
      expect([200, 409]).toContain(cancelled.status);
      expect((await show(id)).status).toBe('SUCCEEDED');
      const again = await server.admin.post<Problem>(`/jobs/${id}/cancel`);
      expect([again.status, again.body.detail]).toEqual([409, expect.stringMatching(/^The job has already ended/)]);
    });

    it('comes at once for a queued job that is cancelled, which is then never handed out', async () => {
      const job = await queue();
      const { status, body } = await server.admin.post<Job>(`/jobs/${job.id}/cancel`);
      expect([status, body.status, body.reason]).toEqual([200, 'CANCELLED', 'CANCELLED']);
      expect((await pending()).body.job).toBeNull();
    });
  });

  describe('leases', () => {
    beforeAll(freshNode);

    it('give up a job whose agent is silent, and still take its output and its exit', async () => {
      const { id } = await claim();
      await deliver(id, 0, 'before ');
      await eventually(async () => expect((await show(id)).reason).toBe('AGENT_LOST'), { timeoutMs: 20_000 });
      expect((await deliver(id, 7, 'after')).status).toBe(200);
      expect((await complete(id, { stdoutBytes: 12, exitCode: 4 })).status).toBe(200);
      const job = await show(id);
      expect([job.status, job.reason, job.exitCode, job.lateExitCode, job.stdout]).toEqual([
        'FAILED',
        'AGENT_LOST',
        null,
        4,
        'before after',
      ]);
    });

    it('give up a job also where another execution before it cannot be given up', async () => {
      const { id } = await claim();
      const database = server.app.get(DataSource);
      const broken = randomUUID();
      // An order that nobody can read, so that it cannot be told how it ended; its lease ran out first.
      await database.query(
        `INSERT INTO executions (id, kind, node_id, status, script, script_sha256, timeout_seconds, attempt, created_at,
           started_at, lease_expires_at)
         VALUES ($1, 'VAULT', $2, 'RUNNING', 'no order', '', 60, 1, now(), now(), now() - interval '1 hour')`,
        [broken, nodeId],
      );
      await eventually(async () => expect((await show(id)).reason).toBe('AGENT_LOST'), { timeoutMs: 20_000 });
      await database.query('DELETE FROM executions WHERE id = $1', [broken]);
    });

    it('begin anew when a replica fell silent, which may have heard what the others did not', async () => {
      const { id } = await claim();
      const database = server.app.get(DataSource);
      const lost = async (): Promise<boolean> =>
        (await database.query(`SELECT 1 FROM replicas WHERE seen_at < now() - interval '1 hour'`)).length === 0;
      await database.transaction(async (manager) => {
        await manager.query(`INSERT INTO replicas VALUES (gen_random_uuid(), now() - interval '2 hours')`);
        await manager.query(`UPDATE executions SET lease_expires_at = now() - interval '1 s' WHERE id = $1`, [id]);
      });
      await eventually(lost, { timeoutMs: 20_000 });
      expect((await show(id)).status).toBe('RUNNING');
      await complete(id);
      expect((await show(id)).status).toBe('SUCCEEDED');
    });

    it('are kept by a waiting request that names the job, and not by one that does not', async () => {
      const [kept, lost] = [await claim(), await claim()];
      let over = false;
      const asking = (async () => {
        while (!over) await pending(`&wait=1&capacity=0&running=${kept.id}`);
      })();
      await eventually(async () => expect((await show(lost.id)).reason).toBe('AGENT_LOST'), { timeoutMs: 20_000 });
      const { status } = await show(kept.id);
      over = true;
      await asking;
      expect(status).toBe('RUNNING');
    });
  });
});
