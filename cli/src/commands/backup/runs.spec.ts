import type { BackupProgress, BackupRunReason, ExecutionStatus } from '@hyprbox/contracts';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBackupRun, aPolicy, policyId, runId, snapshotId } from '../../test-support/backup-builders.js';
import { FakeServer, frame, sendEvents, sendJson } from '../../test-support/fake-server.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliOptions, CliResult } from '../../test-support/run-cli.js';

const seconds = (count: number): string => new Date(Date.UTC(2026, 0, 2, 3, 0, count)).toISOString();

describe('hyprbox backup run', () => {
  let server: FakeServer;
  let env: Record<string, string>;
  let stdoutOffset: number;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    stdoutOffset = 0;
    server.json('GET /backups/policies', { items: [aPolicy()], nextCursor: null });
    server.json(`POST /backups/policies/${policyId}/run`, aBackupRun(), 202);
    server.json(`GET /backups/runs/${runId}`, succeeded);
  });
  afterEach(() => server.stop());

  const succeeded = aBackupRun({
    status: 'SUCCEEDED',
    snapshotId,
    filesNew: 12,
    filesChanged: 3,
    bytesAdded: 30 * 1024 * 1024,
    bytesProcessed: 1024 ** 3,
    startedAt: seconds(0),
    finishedAt: seconds(80),
  });
  const run = (words: string[], options: CliOptions = {}): Promise<CliResult> =>
    runCli(['backup', 'run', ...words], { env, ...options });
  const logged = (offset: number, data: string): string => frame('stderr', { offset, data });
  const progressed = (at: string, changes: Partial<BackupProgress> = {}): string => {
    const progress = {
      ...{ step: 'backup', fraction: 0.42, bytesDone: 1024, bytesTotal: 4096, filesDone: 1, filesTotal: 3 },
      ...{ currentFile: '/etc/hosts', secondsRemaining: 65 },
      ...changes,
    };
    const data = `${JSON.stringify({ event: 'progress', at, progress })}\n`;
    const offset = stdoutOffset;
    stdoutOffset += Buffer.byteLength(data);
    return frame('stdout', { offset, data });
  };
  function stream(...frames: string[]): void {
    const ended = [frame('status', { status: 'SUCCEEDED', reason: null, exitCode: 0 }), frame('done', {})];
    server.on(`GET /backups/runs/${runId}/stream`, (_request, response) =>
      sendEvents(response, [...frames, ...ended], 'end'),
    );
  }
  const progressLine = 'backup  42%  1.0 KB of 4.1 KB  1 of 3 files  1 min 5 s left  /etc/hosts';

  it.each([
    [['start', 'etc'], {}],
    [['etc'], {}],
    [['etc', '--kind', 'CHECK', '--node', 'web-1'], { kind: 'CHECK', nodeId: 'web-1' }],
  ])('starts a run with %j and prints its id', async (words, body) => {
    const { code, out, err } = await run(words);
    expect([code, out, err]).toEqual([0, `${runId}\n`, '']);
    expect(server.sent(`POST /backups/policies/${policyId}/run`).map((request) => request.body)).toEqual([body]);
  });

  it('carries the log to stdout and progress to stderr, then says how it ended', async () => {
    stream(progressed(seconds(0)), logged(0, 'opening\nno newline'));
    const { code, out, err } = await run(['etc', '--follow']);
    expect([code, out]).toEqual([0, 'opening\nno newline']);
    expect(err).toBe(
      `${progressLine}\nThe backup of etc on web-1 succeeded.\n` +
        'Snapshot 1a2b3c4d: 12 new and 3 changed files, 1.1 GB read, 31.5 MB added, in 1 min 20 s.\n',
    );
  });

  it('tells of progress now and then where there is no terminal, and at each new step', async () => {
    stream(
      progressed(seconds(0), { filesDone: 1 }),
      progressed(seconds(1), { filesDone: 2 }),
      progressed(seconds(29), { filesDone: 3 }),
      progressed(seconds(30), { filesDone: 4 }),
      progressed(seconds(31), { step: 'verify', filesDone: 5 }),
    );
    const { err } = await run(['etc', '--follow']);
    expect([...err.matchAll(/(\d) of 3 files/g)].map(([, count]) => count)).toEqual(['1', '4', '5']);
  });

  it('writes one line of progress over and over on a terminal, under whole lines of the log', async () => {
    const nasty = `/\x1b[2J\r\n${'長'.repeat(100)}`;
    stream(logged(0, 'a\nb'), progressed(seconds(0)), progressed(seconds(1), { currentFile: nasty }), logged(3, 'c\n'));
    const { code, out, err } = await run(['etc', '--follow'], { isTTY: true });
    expect([code, out]).toEqual([0, 'a\nbc\n']);
    const shown = err.split(/\r\x1b\[K/);
    expect(shown[1]).toBe(progressLine);
    expect(shown[2]).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
    expect(stringWidth(shown[2] ?? '')).toBeLessThan(80);
    // Above the log's line it is taken away, under it written again, and gone before the end is told.
    expect(shown.slice(3)).toEqual([shown[2], expect.stringMatching(/^The backup of etc on web-1 succeeded\./)]);
  });

  it('shows progress also on a terminal that does not know how wide it is', async () => {
    stream(progressed(seconds(0)));
    expect((await run(['etc', '--follow'], { isTTY: true, columns: 0 })).err).toContain('backup  42%  1.0 KB');
  });

  it('ends a line of the log that has no end, before it says more', async () => {
    stream(progressed(seconds(0)), logged(0, 'half'));
    expect((await run(['etc', '--follow'], { isTTY: true })).out).toBe('half\n');
  });

  it.each([
    ['SUCCEEDED', null, 0],
    ['FAILED', 'WRONG_PASSWORD', 1],
    ['FAILED', 'EXIT_CODE', 1],
    ['FAILED', null, 1],
    ['FAILED', 'TIMEOUT', 124],
    ['CANCELLED', 'CANCELLED', 130],
    ['FAILED', 'AGENT_LOST', 75],
    ['FAILED', 'INTERRUPTED', 75],
  ] as [ExecutionStatus, BackupRunReason | null, number][])(
    'ends as the run: %s %s gives %i',
    async (status, reason, code) => {
      stream();
      server.json(`GET /backups/runs/${runId}`, aBackupRun({ status, reason }));
      expect((await run(['etc', '--follow'])).code).toBe(code);
      expect((await run(['logs', runId, '--follow', '--json'])).code).toBe(code);
    },
  );

  it('says what was wrong and what to do', async () => {
    stream();
    const message = 'restic does not accept the password; look at file:/etc/restic.pass on web-1.';
    server.json(`GET /backups/runs/${runId}`, aBackupRun({ status: 'FAILED', reason: 'WRONG_PASSWORD', message }));
    expect((await run(['etc', '--follow'])).err).toBe(
      `The backup of etc on web-1 failed (WRONG_PASSWORD): ${message}\n`,
    );
  });

  it('counts what is missing of a log', async () => {
    stream(logged(2048, 'end\n'));
    const { out, err } = await run(['etc', '--follow']);
    expect([out, err.split('\n')[0]]).toEqual(['end\n', '[2.0 KB of the log are not kept any more]']);
  });

  it('gives lines of JSON while it follows', async () => {
    stream(progressed(seconds(0)), logged(0, 'hi\n'));
    const { out, err } = await run(['etc', '--follow', '--json']);
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(err).toBe('');
    expect(records.map(({ event }) => event)).toEqual(['run', 'progress', 'log', 'status', 'done']);
    expect(records[1]).toMatchObject({ runId, at: seconds(0), progress: { fraction: 0.42 } });
    expect(records[2]).toEqual({ event: 'log', runId, offset: 0, data: 'hi\n' });
    expect(records[4].run).toMatchObject({ id: runId, status: 'SUCCEEDED', snapshotId });
  });

  it('goes on with the run when Ctrl-C is pressed, and says how to come back', async () => {
    server.on(`GET /backups/runs/${runId}/stream`, (_request, response) =>
      sendEvents(response, [logged(0, 'begun\n')], 'stay'),
    );
    const following = new CliRun(['backup', 'run', 'etc', '--follow'], { env });
    await following.printed('begun\n');
    following.interrupt();
    const { code, err } = await following.result;
    expect([code, err]).toEqual([130, expect.stringContaining(`hyprbox backup run logs ${runId} --follow`)]);
    expect(server.sent(`POST /backups/runs/${runId}/cancel`)).toEqual([]);
  });

  it('prints the log of a run byte by byte, and no progress of one that has ended', async () => {
    const bytes = Buffer.from([0xff, 0x1b, 0x5b, 0x32, 0x4a, 0x0a]);
    server.on(`GET /backups/runs/${runId}/log`, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(bytes);
    });
    expect((await run(['logs', runId])).stdout).toEqual(bytes);
    expect((await run(['logs', runId], { isTTY: true })).out).toBe('\ufffd\n');
    expect(JSON.parse((await run(['logs', runId, '--json'])).out)).toMatchObject({
      id: runId,
      log: { base64: bytes.toString('base64') },
    });
    stream(progressed(seconds(0)), logged(0, 'hi\n'));
    const { out, err } = await run(['logs', runId, '--follow'], { isTTY: true });
    expect([out, err]).toEqual(['hi\n', expect.stringMatching(/^The backup of etc/)]);
  });

  it('shows one run', async () => {
    const { code, out } = await run(['show', runId]);
    expect(code).toBe(0);
    expect(out).toMatch(/Status {2,}SUCCEEDED\n/);
    expect(out).toMatch(/Began by {2,}Ada\n/);
    expect(out).toMatch(/Took {2,}1 min 20 s\n/);
    expect(out).toContain(snapshotId);
  });

  it('lists runs by policy, node, state and kind, with whole ids in 80 columns', async () => {
    server.json('GET /backups/runs', { items: [aBackupRun({ policyName: 'p'.repeat(90) })], nextCursor: 'more' });
    const { out } = await run(['list', '--policy', 'etc', '--node', 'a', '--status', 'FAILED', '--kind', 'PRUNE']);
    expect(out).toContain(runId);
    expect(server.sent('GET /backups/runs')[0]?.query.toString()).toBe(
      `limit=50&policyId=${policyId}&nodeId=a&status=FAILED&kind=PRUNE`,
    );
    expect((await run(['list'], { isTTY: true, columns: 120 })).out).toMatch(/POLICY.*NODE.*REASON/);
  });

  it('says once that a run failed, and why', async () => {
    const message = 'restic does not accept it.';
    server.json(`GET /backups/runs/${runId}`, aBackupRun({ status: 'FAILED', reason: 'WRONG_PASSWORD', message }));
    expect((await run(['show', runId])).out).toMatch(
      /Status {2,}FAILED \(WRONG_PASSWORD\): restic does not accept it\.\n/,
    );
  });

  it('never takes a dry run for a restore, and says of which snapshot and where to', async () => {
    const restore = aBackupRun({ kind: 'RESTORE', status: 'SUCCEEDED', snapshotId, targetPath: '/back', dryRun: true });
    server.json('GET /backups/runs', { items: [restore], nextCursor: null });
    server.json(`GET /backups/runs/${runId}`, restore);
    stream();
    const { out } = await run(['list']);
    expect([out.includes('DRY RUN'), out.includes('RESTORE')]).toEqual([true, false]);
    const shown = (await run(['show', runId])).out;
    expect(shown).toMatch(/Kind {2,}RESTORE \(dry run\)\n/);
    expect(shown).toMatch(new RegExp(`Snapshot {2,}${snapshotId}\nTarget {2,}/back\n`));
    expect((await run(['logs', runId, '--follow'])).err).toBe('The restore (dry run) of etc on web-1 succeeded.\n');
  });

  it('shows runs of an older server, which does not say where a restore went', async () => {
    const older = { ...aBackupRun({ kind: 'RESTORE' }), dryRun: undefined, targetPath: undefined };
    server.json(`GET /backups/runs/${runId}`, older);
    const { code, out } = await run(['show', runId]);
    expect([code, out.includes('Target')]).toEqual([0, false]);
    expect(out).toMatch(/Kind {2,}RESTORE\n/);
  });

  it('cancels a run', async () => {
    server.json(`POST /backups/runs/${runId}/cancel`, aBackupRun({ status: 'RUNNING' }));
    expect((await run(['cancel', runId])).out).toBe(
      `Asked web-1 to end ${runId}.\nWatch it: hyprbox backup run logs ${runId} --follow\n`,
    );
    server.on(`POST /backups/runs/${runId}/cancel`, (_request, response) => {
      sendJson(response, 200, aBackupRun({ status: 'CANCELLED' }));
    });
    expect((await run(['cancel', runId])).out).toBe(`Cancelled ${runId}.\n`);
  });
});
