import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createClient, type Client } from '@hyprbox/api-client';
import { aHeartbeat, eventually, temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AgentProcess } from './support/agent-process.js';
import { CuttableLink } from './support/cuttable-link.js';
import { apply, becomes, ends, isAlive, runsIn } from './support/jobs.js';
import { ServerProcess } from './support/server-process.js';

const leaseSeconds = 4;
let server: ServerProcess;
let client: Client;
let scratch: TemporaryDirectory;
/** Of each test its own, on the server that they share. */
let nodeId: string;
let tests = 0;

/** One for all tests of a group: each leaves it running. */
function startsServer(env: Record<string, string>): void {
  beforeAll(async () => {
    server = await ServerProcess.start({ env });
    client = await server.signIn();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  beforeEach(async () => {
    // What a test that failed left of the server must not fail the next one.
    if (!(await isReady())) {
      await server.kill();
      await server.start();
    }
    tests += 1;
    nodeId = `web-${tests}`;
    scratch = await temporaryDirectory();
  });
  afterEach(() => scratch.remove());
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`${server.url}/readyz`)).ok;
  } catch {
    return false;
  }
}

const startAgent = (url = server.url, env: Record<string, string> = {}): Promise<AgentProcess> =>
  AgentProcess.start({ client, nodeId, url, env });
const gate = (): { runs: string; gate: string } => ({ runs: `${scratch.path}/runs`, gate: `${scratch.path}/gate` });
const printed = (id: string, text: string) =>
  eventually(async () => (await client.jobs.get(id)).stdout.includes(text), { timeoutMs: 20_000 });

describe('faults, with the usual lease, which outlasts a restart and the way back', () => {
  startsServer({});

  it('the server is killed between a claim and its answer: the same claim gets the job again, and it runs once', async () => {
    await using link = await CuttableLink.to(server.port);
    await using agent = await startAgent(link.url);
    // The agent asks for work only once it has heard that its first heartbeat was taken.
    await ends(client, await apply(client, agent.nodeId, 'exit-with', { code: 0 }));
    link.mute();
    const files = gate();
    await writeFile(files.gate, '');
    const id = await apply(client, agent.nodeId, 'gate', files);
    await becomes(client, id, 'RUNNING');
    expect(await runsIn(files.runs)).toBe(0);
    await server.kill();
    link.cut();
    await server.start();
    link.restore();
    const job = await ends(client, id);
    expect([job.status, job.attempt, job.stdout]).toEqual(['SUCCEEDED', 1, 'started\nfinished\n']);
    expect(await runsIn(files.runs)).toBe(1);
  });

  it('the agent is killed during a job: it is reported, never started again, and nothing of it lives on', async () => {
    await using agent = await startAgent();
    const pidFile = `${scratch.path}/pid`;
    const id = await apply(client, nodeId, 'stubborn', { pid_file: pidFile });
    const pid = await eventually(async () => Number(await readFile(pidFile, 'utf8')) || undefined, {
      timeoutMs: 20_000,
    });
    await agent.kill();
    await agent.start();
    const job = await ends(client, id);
    expect([job.status, job.reason, job.attempt]).toEqual(['FAILED', 'INTERRUPTED', 1]);
    await eventually(() => !isAlive(pid));
  });

  it('the agent is started again during a job: the job goes on, shows all its output, and ends as it really does', async () => {
    await using agent = await startAgent(server.url, { HYPRBOX_KEEP_JOBS_SECONDS: '60' });
    const files = gate();
    const id = await apply(client, nodeId, 'gate', files);
    await printed(id, 'started');
    expect(await agent.process.stop('SIGTERM', 20_000)).toEqual({ code: 0, signal: null });
    await agent.start();
    await writeFile(files.gate, '');
    const job = await ends(client, id);
    expect([job.status, job.exitCode, job.attempt, job.stdout]).toEqual(['SUCCEEDED', 0, 1, 'started\nfinished\n']);
    expect(await runsIn(files.runs)).toBe(1);
  });
});

describe('faults, with a lease of a few seconds', () => {
  startsServer({ HYPRBOX_LEASE_SECONDS: String(leaseSeconds) });

  it('the server is killed during output: nothing is lost, nothing doubled, and the job runs once', async () => {
    await using agent = await startAgent();
    const id = await apply(client, agent.nodeId, 'print-bytes', { lines: 400_000 });
    await eventually(async () => (await client.jobs.get(id)).stdoutBytes > 0, { timeoutMs: 20_000 });
    await server.kill();
    await server.start();
    const job = await ends(client, id);
    const expected = execFileSync('seq', ['1', '400000'], { maxBuffer: 1 << 24 }).toString();
    const parts: Uint8Array[] = [];
    for await (const part of client.jobs.output(id, 'stdout')) parts.push(part);
    expect([job.status, job.attempt, job.stdoutBytes]).toEqual(['SUCCEEDED', 1, expected.length]);
    expect(Buffer.concat(parts).toString()).toBe(expected);
  });

  it('the server is killed during heartbeats: every sample that was acknowledged is there', async () => {
    const { token } = await client.tokens.create({ name: nodeId });
    const agent = createClient({ baseUrl: server.url, token, retry: { attempts: 1 } });
    const start = Date.now() - 600_000;
    const acknowledged: string[] = [];
    let killed: Promise<void> | null = null;
    for (let i = 0; i < 500; i++) {
      const at = new Date(start + i * 1000).toISOString();
      try {
        await agent.nodes.heartbeat(aHeartbeat({ nodeId, at }));
        acknowledged.push(at);
      } catch {
        break;
      }
      if (i === 100) killed = server.kill();
    }
    await killed;
    await server.start();
    const from = new Date(start).toISOString();
    const to = new Date(start + 999_000).toISOString();
    const { points } = await client.nodes.history(nodeId, { from, to, points: 1000 });
    const stored = new Set(
      points.filter(({ cpuPct }) => cpuPct !== null).map(({ at }) => Math.floor(Date.parse(at) / 1000)),
    );
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(acknowledged.filter((at) => !stored.has(Math.floor(Date.parse(at) / 1000)))).toEqual([]);
  });

  it('the agent is told to stop during a job: it ends it, reports it, and exits', async () => {
    await using agent = await startAgent();
    const pidFile = `${scratch.path}/pid`;
    const id = await apply(client, nodeId, 'stubborn', { pid_file: pidFile });
    const pid = await eventually(async () => Number(await readFile(pidFile, 'utf8')) || undefined, {
      timeoutMs: 20_000,
    });
    expect(await agent.process.stop('SIGTERM', 20_000)).toEqual({ code: 0, signal: null });
    const job = await client.jobs.get(id);
    expect([job.status, job.reason]).toEqual(['FAILED', 'INTERRUPTED']);
    expect(isAlive(pid)).toBe(false);
  });

  it('PostgreSQL is killed: calls say 503 at most, it comes back, and the job goes on', async () => {
    await using agent = await startAgent();
    const files = gate();
    const id = await apply(client, agent.nodeId, 'gate', files);
    await printed(id, 'started');
    const postgres = await postmasterPid(server.dataDir);
    process.kill(postgres, 'SIGKILL');
    const statuses = new Set<number>();
    await eventually(
      async () => {
        const response = await fetch(`${server.url}/readyz`);
        statuses.add(response.status);
        return response.ok && (await postmasterPid(server.dataDir)) !== postgres;
      },
      { timeoutMs: 30_000 },
    );
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    await writeFile(files.gate, '');
    const job = await ends(client, id);
    expect([job.status, job.stdout, await runsIn(files.runs)]).toEqual(['SUCCEEDED', 'started\nfinished\n', 1]);
  });

  it('an agent is cut off past its lease: it comes back with the output and the exit, and the status stays', async () => {
    await using link = await CuttableLink.to(server.port);
    await using agent = await startAgent(link.url);
    const files = gate();
    const id = await apply(client, agent.nodeId, 'gate', files);
    await printed(id, 'started');
    link.cut();
    const lost = await becomes(client, id, 'FAILED');
    expect([lost.reason, lost.stdout]).toEqual(['AGENT_LOST', 'started\n']);
    await writeFile(files.gate, '');
    link.restore();
    const late = await eventually(
      async () => {
        const job = await client.jobs.get(id);
        return job.lateExitCode !== null && job;
      },
      { timeoutMs: 90_000 },
    );
    expect([late.status, late.reason, late.exitCode, late.lateExitCode, late.stdout]).toEqual([
      'FAILED',
      'AGENT_LOST',
      null,
      0,
      'started\nfinished\n',
    ]);
    expect(await runsIn(files.runs)).toBe(1);
  });

  it('the server is away for longer than a lease: that time does not count', async () => {
    await using agent = await startAgent();
    const files = gate();
    const id = await apply(client, agent.nodeId, 'gate', files);
    await printed(id, 'started');
    await server.kill();
    const leaseEnds = Date.now() + leaseSeconds * 1000;
    await eventually(() => Date.now() > leaseEnds + 500, { timeoutMs: 20_000 });
    await server.start();
    expect((await client.jobs.get(id)).status).toBe('RUNNING');
    await writeFile(files.gate, '');
    expect((await ends(client, id)).status).toBe('SUCCEEDED');
  });

  it('a server that is killed leaves no PostgreSQL behind', async () => {
    const postgres = await postmasterPid(server.dataDir);
    const nodeIds = async (): Promise<string[]> => (await client.nodes.list()).items.map(({ id }) => id);
    const known = await nodeIds();
    await server.kill();
    await eventually(() => !isAlive(postgres), { timeoutMs: 20_000 });
    await server.start();
    expect(await nodeIds()).toEqual(known);
  });
});

async function postmasterPid(dataDir: string): Promise<number> {
  const [pid] = (await readFile(`${dataDir}/data/postgres/postmaster.pid`, 'utf8')).split('\n');
  return Number(pid);
}
