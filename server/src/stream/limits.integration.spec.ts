import { randomUUID } from 'node:crypto';
import { limits } from '@hyprbox/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { OpenStream } from '../../test/open-stream.js';
import { startTestServer, type Caller, type TestServer } from '../../test/test-server.js';
import { ExecutionsRepository } from '../executions/executions.repository.js';
import { OutputRepository, pageBytes } from '../executions/output.repository.js';

describe('open streams', () => {
  let server: TestServer;
  let agent: Caller;
  const open: OpenStream[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    agent = await server.node('web-1');
  });

  afterEach(() => {
    vi.restoreAllMocks();
    for (const stream of open.splice(0)) stream.close();
  });

  afterAll(() => server.stop());

  async function follow(path: string): Promise<OpenStream> {
    const stream = await OpenStream.open(server.admin, path);
    open.push(stream);
    return stream;
  }

  async function job(): Promise<string> {
    const { body } = await server.admin.post<{ id: string }>('/jobs', {
      nodeId: 'web-1',
      preset: 'system-facts',
      variables: {},
    });
    return body.id;
  }

  it('look up many jobs at once', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 100; index++) ids.push(await job());
    const repository = server.app.get(ExecutionsRepository, { strict: false });
    const lookUps = vi.spyOn(repository, 'progressOf');
    const stream = await follow(`/stream/jobs?ids=${ids.join(',')}`);
    const told = new Set<string>();
    while (told.size < ids.length) {
      const { data } = await stream.until(({ event }) => event === 'status');
      told.add((data as { jobId: string }).jobId);
    }
    expect(lookUps.mock.calls.length).toBeLessThan(10);
  });

  it('hold little more than a chunk of what their reader has no room for', async () => {
    const id = await job();
    const { body } = await agent.get<{ job: { id: string; attempt: number } }>(
      `/jobs/pending?nodeId=web-1&wait=0&claimId=${randomUUID()}`,
    );
    const { attempt, id: claimed } = body.job;
    const data = Buffer.alloc(limits.outputChunkBytes, 'x').toString('base64');
    for (let index = 0; index < 12; index++) {
      const offset = index * limits.outputChunkBytes;
      const { status } = await agent.post(`/jobs/${claimed}/output`, {
        attempt,
        chunks: [{ stream: 'stdout', offset, base64: data }],
      });
      expect(status).toBe(200);
    }
    expect(typeof id).toBe('string');
    const output = server.app.get(OutputRepository, { strict: false });
    const largest: number[] = [];
    const note = (chunks: { bytes: Buffer }[]): void => {
      largest.push(chunks.reduce((sum, { bytes }) => sum + bytes.length, 0));
    };
    const readStream = output.readStream.bind(output);
    vi.spyOn(output, 'readStream').mockImplementation(async (...place) => {
      const chunks = await readStream(...place);
      note(chunks);
      return chunks;
    });
    const response = await server.admin.fetch(`/jobs/${claimed}/output/stdout`);
    expect((await response.arrayBuffer()).byteLength).toBe(12 * limits.outputChunkBytes);
    expect(Math.max(...largest)).toBeLessThanOrEqual(pageBytes + limits.outputChunkBytes);
    // One whose reader takes nothing is read no further than there is room on the way.
    largest.length = 0;
    const idle = await server.admin.fetch(`/jobs/${claimed}/output/stdout`);
    await idle.body?.cancel();
    expect(largest.length).toBeLessThanOrEqual(12);
  });
});
