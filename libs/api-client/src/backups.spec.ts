import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupEvent } from './backup-events.js';
import { createClient } from './client.js';
import type { Client } from './client.js';
import { UnreachableError } from './errors.js';
import { cut, eventStream, json, ScriptedServer } from './test-support/scripted-server.js';

const frame = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const done = frame('done', {});
const progressLine = (bytesDone: number): string =>
  `${JSON.stringify({ event: 'progress', at: '2026-01-01T00:00:00.000Z', progress: { step: 'backup – ö', bytesDone } })}\n`;

describe('the backups of a server', () => {
  let server: ScriptedServer;
  let client: Client;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    const timing = { random: () => 0, sleep: () => Promise.resolve() };
    client = createClient({ baseUrl: server.baseUrl, timing });
  });
  afterEach(() => server.stop());

  async function follow(): Promise<BackupEvent[]> {
    const events: BackupEvent[] = [];
    for await (const event of client.backups.runs.follow('r1')) events.push(event);
    return events;
  }
  const progressed = (events: BackupEvent[]): number[] =>
    events.flatMap((event) => (event.type === 'progress' ? [event.progress.bytesDone] : []));
  const logged = (events: BackupEvent[]): string =>
    events.map((event) => (event.type === 'log' ? Buffer.from(event.bytes).toString() : '')).join('');

  it('asks under the addresses of the contract', async () => {
    server.script(json(200, {}));
    const { backups } = client;
    const policy = { name: 'a', repository: '/r', passwordRef: 'env:P', paths: ['/etc'], schedule: '0 2 * * *' };
    await backups.policies.create(policy);
    await backups.policies.list({ limit: 5 });
    await backups.policies.get('a/b');
    await backups.policies.replace('p', policy);
    await backups.policies.update('p', { enabled: false });
    await backups.policies.acceptRepository('p');
    await backups.policies.run('p', { kind: 'DRILL' });
    await backups.snapshots.list('p', 'web-1');
    await backups.snapshots.refresh('p');
    await backups.snapshots.tree('p', 's', { path: '/a b' });
    await backups.snapshots.find('p', { pattern: '*.conf', nodeId: 'web-1' });
    await backups.snapshots.diff('p', { from: 'a', to: 'b' });
    await backups.snapshots.restore({ policyId: 'p', snapshotId: 's', targetPath: '/t' });
    await backups.runs.list({ kind: 'DRILL', policyId: 'p' });
    await backups.runs.get('r');
    await backups.runs.cancel('r');
    await backups.targets({ protection: 'OVERDUE' });
    await backups.unprotected();
    await backups.summary();
    await backups.previewSchedule('0 2 * * *', 'Europe/Berlin');
    await backups.policies.delete('p');
    expect(server.received.map(({ method, url }) => `${method} ${url.replace('/api/backups', '')}`)).toEqual([
      'POST /policies',
      'GET /policies?limit=5',
      'GET /policies/a%2Fb',
      'PUT /policies/p',
      'PATCH /policies/p',
      'POST /policies/p/accept-repository',
      'POST /policies/p/run',
      'GET /policies/p/snapshots?nodeId=web-1',
      'POST /policies/p/snapshots/refresh',
      'GET /policies/p/snapshots/s/tree?path=%2Fa+b',
      'GET /policies/p/find?pattern=*.conf&nodeId=web-1',
      'GET /policies/p/diff?from=a&to=b',
      'POST /restores',
      'GET /runs?kind=DRILL&policyId=p',
      'GET /runs/r',
      'POST /runs/r/cancel',
      'GET /targets?protection=OVERDUE',
      'GET /unprotected',
      'GET /summary',
      'POST /schedules/preview',
      'DELETE /policies/p',
    ]);
    expect(JSON.parse(server.received[6]?.body ?? '')).toEqual({ kind: 'DRILL' });
  });

  it('gives log, progress and status of a run until it is done', async () => {
    server.script(
      eventStream(
        [
          frame('status', { status: 'RUNNING', reason: null, exitCode: null }),
          frame('stdout', { offset: 0, data: progressLine(1) }),
          frame('stderr', { offset: 0, data: 'opening the repository\n' }),
          frame('something', { new: true }),
          frame('status', { status: 'FAILED', reason: 'DISK_FULL', exitCode: 1 }),
          done,
        ],
        'stay',
      ),
    );
    const events = await follow();
    expect(events.map(({ type }) => type)).toEqual(['status', 'progress', 'log', 'status', 'done']);
    expect(logged(events)).toBe('opening the repository\n');
    expect(events[3]).toEqual({ type: 'status', status: 'FAILED', reason: 'DISK_FULL' });
  });

  it('reads lines of progress however they are cut, and goes past what is none', async () => {
    const lines = `${progressLine(1)}no JSON\nnull\n{"event":"result"}\n${progressLine(2)}`;
    const bytes = Buffer.from(lines);
    const frames = Array.from({ length: bytes.length }, (_, at) =>
      frame('stdout', { offset: at, base64: bytes.subarray(at, at + 1).toString('base64') }),
    );
    server.script(eventStream([...frames, done], 'stay'));
    expect(progressed(await follow())).toEqual([1, 2]);
  });

  it('does not join the two sides of what the server dropped', async () => {
    server.script(
      eventStream(
        [
          frame('stdout', { offset: 0, data: '{"event":"progress",' }),
          frame('stdout', { offset: 1000, data: `"at":"x","progress":{}}\n${progressLine(3)}` }),
          done,
        ],
        'stay',
      ),
    );
    expect(progressed(await follow())).toEqual([3]);
  });

  it('resumes a stream that was cut without repeating what was given', async () => {
    server.script(
      eventStream(
        [frame('stderr', { offset: 0, data: 'one\n' }), frame('stdout', { offset: 0, data: '{"eve' })],
        'cut',
      ),
      eventStream(
        [
          frame('stderr', { offset: 0, data: 'one\ntwo\n' }),
          frame('stdout', { offset: 0, data: progressLine(4) }),
          done,
        ],
        'stay',
      ),
    );
    const events = await follow();
    expect(logged(events)).toBe('one\ntwo\n');
    expect(progressed(events)).toEqual([4]);
  });

  it('gives the log as its bytes, and says when it broke off', async () => {
    const log = async (): Promise<string> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of client.backups.runs.log('r1')) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    server.script(cut, (response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('a\nb\n'));
    expect(await log()).toBe('a\nb\n');
    server.script((response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await expect(log()).rejects.toThrow(UnreachableError);
  });
});
