import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import type { Client } from '@hyprbox/api-client';
import { limits, type OutputStream, type PendingWork } from '@hyprbox/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, ServerProcess } from './support/server-process.js';

const mebibyte = 1024 * 1024;
const readers = { followers: 80, downloads: 20 } as const;
/**
 * Some 3 MiB each: a page of output, its event, what waits for the reader, and the garbage of all that. Each has 8 MiB of
 * output ahead, 11 as events; without waiting for readers it is over 450, beside what the kernel takes off the process.
 */
const mostGrowth = 300 * mebibyte;

describe('a hundred readers that do not read', () => {
  let server: ServerProcess;
  let client: Client;
  let jobId: string;
  const open: IncomingMessage[] = [];

  beforeAll(async () => {
    server = await ServerProcess.start();
    client = await server.signIn();
    jobId = await talkativeJob();
  });
  afterAll(async () => {
    for (const response of open) response.destroy();
    await server[Symbol.asyncDispose]();
  });

  /** A job that has ended and of which as much is kept as can be. */
  async function talkativeJob(): Promise<string> {
    const { token } = await client.tokens.create({ name: 'web-1' });
    const call = async (path: string, body?: object): Promise<Response> => {
      const response = await fetch(`${server.url}/api${path}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      });
      expect(response.ok).toBe(true);
      return response;
    };
    const metrics = { cpuPct: 1, memPct: 2, diskPct: 3 };
    await call('/nodes/heartbeat', { nodeId: 'web-1', hostname: 'web-1', intervalSeconds: 15, metrics });
    const { id } = await client.jobs.create({ nodeId: 'web-1', preset: 'print-bytes', variables: { lines: 1 } });
    await call(`/jobs/pending?nodeId=web-1&wait=0&claimId=${randomUUID()}`).then(async (response) => {
      expect(((await response.json()) as PendingWork).job?.id).toBe(id);
    });
    const base64 = Buffer.alloc(limits.outputChunkBytes, 'x').toString('base64');
    for (const stream of ['stdout', 'stderr'] satisfies OutputStream[]) {
      for (let offset = 0; offset < limits.outputKeptBytes; offset += limits.outputChunkBytes) {
        await call(`/jobs/${id}/output`, { attempt: 1, chunks: [{ stream, offset, base64 }] });
      }
    }
    const bytes = { stdoutBytes: limits.outputKeptBytes, stderrBytes: limits.outputKeptBytes };
    await call(`/jobs/${id}/complete`, { attempt: 1, exitCode: 0, ...bytes });
    return id;
  }

  async function newToken(): Promise<string> {
    const response = await fetch(`${server.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(admin),
    });
    return ((await response.json()) as { token: string }).token;
  }

  /** Asks on a connection of its own and reads nothing of the body. */
  function ask(path: string, token: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      get(`${server.url}/api/jobs/${jobId}${path}`, { agent: false, headers }, (response) => {
        open.push(response.on('error', () => undefined));
        resolve(response);
      }).on('error', reject);
    });
  }
  async function readToItsEnd(response: IncomingMessage): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }
  /** A figure of the process's memory in bytes; see proc_pid_status(5). */
  async function memory(name: 'VmRSS' | 'VmHWM'): Promise<number> {
    const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  }

  it('cost the server a bounded amount of memory, and lose nothing when they go on', async () => {
    const tokens = [await newToken(), await newToken()] as const;
    // What one whole reading takes for good is not what a hundred add.
    await readToItsEnd(await ask('/stream', tokens[0]));
    await readToItsEnd(await ask('/output/stdout', tokens[0]));
    const before = await memory('VmRSS');
    // From here on the peak is counted anew; see proc_pid_clear_refs(5).
    await writeFile(`/proc/${server.process.pid}/clear_refs`, '5');
    const followers = await Promise.all(
      Array.from({ length: readers.followers }, (_, index) => ask('/stream', tokens[index % 2] ?? '')),
    );
    const downloads = await Promise.all(
      Array.from({ length: readers.downloads }, (_, index) => ask('/output/stdout', tokens[index % 2] ?? '')),
    );
    expect(new Set([...followers, ...downloads].map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    // As many turns as a server that does not wait for its readers needs to make all of their events.
    for (let call = 0; call < 300; call++) await client.nodes.list();
    expect((await memory('VmHWM')) - before).toBeLessThan(mostGrowth);

    const [follower, download] = [followers[0], downloads[0]];
    if (!follower || !download) throw new Error('There are no readers');
    expect((await readToItsEnd(download)).equals(Buffer.alloc(limits.outputKeptBytes, 'x'))).toBe(true);
    const events = (await readToItsEnd(follower)).toString();
    expect(events.match(/x/g)?.length).toBeGreaterThanOrEqual(2 * limits.outputKeptBytes);
    expect(events).toMatch(/event: done\n/);
  });
});
