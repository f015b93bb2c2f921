import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryDirectory } from '@hyprbox/testing';
import type { Job, OutputGroup, Rollout, RolloutOutputs, RolloutTarget } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RolloutsAtRest } from '../../../test/rollouts-at-rest.js';
import { startReplica } from '../../../test/replica.js';
import { Caller, startTestServer, type TestServer } from '../../../test/test-server.js';

const run = promisify(execFile);
const keptBytes = 256 * 1024;
const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
/** No UTF-8, nor a whole character at its end. */
const binary = Buffer.from([0xff, 0x00, 0x80, 0x0a, 0xe2, 0x82]);
const long = Buffer.from('0123456789abcdef'.repeat(20_000));
const sha256 = (...parts: (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

interface Printed {
  /** In the order in which they were printed. */
  parts: ['stdout' | 'stderr', string | Buffer][];
  exitCode?: number;
}

const printed: Record<string, Printed> = {
  'app-1': {
    parts: [
      ['stdout', lines],
      ['stderr', 'careful\n'],
    ],
  },
  'app-2': {
    parts: [
      ['stderr', 'care'],
      ['stdout', lines.slice(0, 9)],
      ['stderr', 'ful\n'],
      ['stdout', lines.slice(9)],
    ],
  },
  'app-3': {
    parts: [
      ['stdout', lines],
      ['stderr', 'careful\n'],
    ],
  },
  'bad-1': {
    parts: [
      ['stdout', lines],
      ['stderr', 'careful\n'],
    ],
    exitCode: 3,
  },
  'bad-2': { parts: [['stdout', `${lines}careful\n`]] },
  'big-1': {
    parts: [
      ['stdout', long.subarray(0, 200_000)],
      ['stdout', long.subarray(200_000)],
    ],
  },
  'big-2': {
    parts: [
      ['stdout', long.subarray(0, 100_000)],
      ['stdout', long.subarray(100_000)],
    ],
  },
  'bin-1': { parts: [['stdout', binary]] },
  'mute-1': { parts: [] },
};
const whole = (nodeId: string, stream: 'stdout' | 'stderr'): Buffer =>
  Buffer.concat((printed[nodeId]?.parts ?? []).flatMap(([of, part]) => (of === stream ? [Buffer.from(part)] : [])));

describe('what the hosts of a rollout printed', () => {
  let server: TestServer;
  let rollouts: RolloutsAtRest;
  let id: string;
  const jobs = new Map<string, string>();

  beforeAll(async () => {
    server = await startTestServer({ HYPRBOX_OUTPUT_KEEP_BYTES: String(keptBytes) });
    rollouts = await RolloutsAtRest.of(server);
    const nodeIds = [...Object.keys(printed), 'open-1', 'away-1'];
    const agents = new Map<string, Caller>();
    for (const nodeId of nodeIds) agents.set(nodeId, await server.node(nodeId));
    const { body } = await server.admin.post<Rollout>('/rollouts', { preset: 'system-facts', selector: { nodeIds } });
    id = body.id;
    for (const [nodeId, { parts, exitCode = 0 }] of Object.entries(printed)) {
      const jobId = await carriedOut(agents.get(nodeId), nodeId, parts, exitCode);
      jobs.set(nodeId, jobId);
      await rollouts.become(id, [nodeId], exitCode === 0 ? 'SUCCEEDED' : 'FAILED', { jobId, exitCode });
    }
    await rollouts.become(id, ['open-1'], 'RUNNING', { jobId: await queued('open-1') });
    await rollouts.become(id, ['away-1'], 'SKIPPED');
  });
  afterAll(async () => {
    await rollouts[Symbol.asyncDispose]();
    await server.stop();
  });

  const queued = async (nodeId: string): Promise<string> =>
    (await server.admin.post<Job>('/jobs', { nodeId, preset: 'system-facts', variables: {} })).body.id;

  async function carriedOut(
    agent: Caller | undefined,
    nodeId: string,
    parts: Printed['parts'],
    exitCode: number,
  ): Promise<string> {
    const jobId = await queued(nodeId);
    await agent?.get(`/jobs/pending?nodeId=${nodeId}&claimId=${randomUUID()}`);
    const bytes = { stdout: 0, stderr: 0 };
    for (const [stream, part] of parts) {
      const offset = bytes[stream];
      const chunk = { stream, offset, base64: Buffer.from(part).toString('base64') };
      await agent?.post(`/jobs/${jobId}/output`, { attempt: 1, chunks: [chunk] });
      bytes[stream] += Buffer.byteLength(part);
    }
    const { stdout: stdoutBytes, stderr: stderrBytes } = bytes;
    await agent?.post(`/jobs/${jobId}/complete`, { attempt: 1, exitCode, stdoutBytes, stderrBytes });
    return jobId;
  }

  const compare = async (): Promise<RolloutOutputs> =>
    (await server.admin.get<RolloutOutputs>(`/rollouts/${id}/outputs`)).body;
  const groupOf = ({ groups }: RolloutOutputs, nodeId: string): OutputGroup | undefined =>
    groups.find(({ hosts }) => hosts.some((host) => host.nodeId === nodeId));

  it('is told once for all that printed the same and ended alike, however it came', async () => {
    const outputs = await compare();
    expect(outputs.groups[0]).toEqual({
      sha256: sha256(lines, 'careful\n'),
      count: 3,
      exitCode: 0,
      state: 'SUCCEEDED',
      stdout: lines.split('\n', 20).join('\n'),
      stderr: 'careful\n',
      stdoutBytes: lines.length,
      stderrBytes: 8,
      hosts: ['app-1', 'app-2', 'app-3'].map((nodeId) => ({ nodeId, jobId: jobs.get(nodeId) })),
    });
    expect(groupOf(outputs, 'bad-1')).toMatchObject({ sha256: sha256(lines, 'careful\n'), count: 1, exitCode: 3 });
    expect(groupOf(outputs, 'bad-2')).toMatchObject({ sha256: sha256(lines, 'careful\n'), count: 1, stderr: '' });
    expect(groupOf(outputs, 'mute-1')).toMatchObject({ sha256: sha256(''), count: 1, stdout: '', stdoutBytes: 0 });
    expect(outputs).toMatchObject({ groupCount: 6, without: 2 });
  });

  it('is compared by what is kept of it where it was too much', async () => {
    const group = groupOf(await compare(), 'big-1');
    expect(group).toMatchObject({ sha256: sha256(long.subarray(-keptBytes)), count: 2, stdoutBytes: long.length });
    expect(group?.stdout).toBe(long.subarray(-keptBytes, -keptBytes + 8 * 1024).toString());
  });

  it('is shown as whole characters', async () => {
    expect(groupOf(await compare(), 'bin-1')?.stdout).toBe('\ufffd\0\ufffd\n');
  });

  it('comes as a line of JSON for each host', async () => {
    const response = await server.admin.fetch(`/rollouts/${id}/outputs.ndjson`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    type Line = RolloutTarget & Record<string, unknown>;
    const read = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(read.map(({ nodeId }) => nodeId)).toEqual([...Object.keys(printed), 'open-1', 'away-1'].sort());
    const line = (nodeId: string): Line | undefined => read.find((each) => each.nodeId === nodeId);
    expect(line('app-2')).toMatchObject({
      state: 'SUCCEEDED',
      exitCode: 0,
      wave: expect.any(Number) as number,
      jobId: jobs.get('app-2'),
      stdout: lines,
      stderr: 'careful\n',
      stdoutBytes: lines.length,
      stdoutDroppedBytes: 0,
    });
    expect(line('big-1')).toMatchObject({
      stdout: long.subarray(-keptBytes).toString(),
      stdoutDroppedBytes: long.length - keptBytes,
    });
    expect(line('bin-1')?.['stdout']).toBe(binary.toString());
    for (const nodeId of ['open-1', 'away-1']) expect(line(nodeId)).toMatchObject({ stdout: null, stdoutBytes: null });
  });

  it('comes as an archive that tar unpacks, byte for byte', async () => {
    await using directory = await temporaryDirectory();
    const response = await server.admin.fetch(`/rollouts/${id}/archive.tar.gz`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/gzip']);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="rollout-${id}.tar.gz"`);
    await writeFile(join(directory.path, 'archive.tar.gz'), Buffer.from(await response.arrayBuffer()));
    await run('tar', ['-xzf', 'archive.tar.gz'], { cwd: directory.path });
    for (const nodeId of Object.keys(printed))
      for (const stream of ['stdout', 'stderr'] as const) {
        const unpacked = await readFile(join(directory.path, nodeId, `${stream}.log`));
        expect(unpacked.equals(whole(nodeId, stream).subarray(-keptBytes))).toBe(true);
      }
    const { stdout } = await run('tar', ['-tzf', 'archive.tar.gz'], { cwd: directory.path });
    expect(stdout).not.toMatch(/open-1|away-1/);
    const told = JSON.parse(await readFile(join(directory.path, 'rollout.json'), 'utf8')) as Rollout & {
      hosts: unknown[];
    };
    expect(told).toMatchObject({ id, targets: 11 });
    expect(told.hosts).toHaveLength(11);
  });

  it('is left out where it is not kept any more', async () => {
    await rollouts.sql('DELETE FROM execution_output WHERE execution_id = $1', [jobs.get('app-3')]);
    // Another replica has not seen it before.
    await using replica = await startReplica(server.database.url, {
      HYPRBOX_JWT_SECRET: 'only for tests, and long enough for them',
      HYPRBOX_OUTPUT_KEEP_BYTES: String(keptBytes),
    });
    const there = new Caller(replica.url, server.admin.token);
    const outputs = (await there.get<RolloutOutputs>(`/rollouts/${id}/outputs`)).body;
    expect(outputs.groups[0]?.hosts.map(({ nodeId }) => nodeId)).toEqual(['app-1', 'app-2']);
    expect(outputs.without).toBe(3);
  });

  it('is nobody’s of a rollout that there is not', async () => {
    for (const what of ['outputs', 'outputs.ndjson', 'archive.tar.gz', 'stream'])
      expect((await server.admin.get(`/rollouts/01999999-0000-7000-8000-000000000000/${what}`)).status).toBe(404);
  });
});
