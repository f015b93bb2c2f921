import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBackupRun, aPolicy, aSnapshot, policyId, runId, snapshotId } from '../../test-support/backup-builders.js';
import { FakeServer, frame, sendEvents, sendJson } from '../../test-support/fake-server.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliResult } from '../../test-support/run-cli.js';

const older = aSnapshot({ id: '1a2f'.padEnd(64, '1'), at: '2026-01-01T02:00:00.000Z' });
const elsewhere = aSnapshot({ id: 'ffff'.padEnd(64, '2'), nodeId: 'web-2' });

describe('hyprbox backup snapshot and restore', () => {
  let server: FakeServer;
  let env: Record<string, string>;
  const base = `/backups/policies/${policyId}`;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /backups/policies', { items: [aPolicy()], nextCursor: null });
    list([older, aSnapshot()]);
  });
  afterEach(() => server.stop());

  function list(items: ReturnType<typeof aSnapshot>[], asOf: string | null = '2026-01-02T03:00:05.000Z'): void {
    server.json(`GET ${base}/snapshots`, { items, leftOut: 0, asOf });
  }
  const backup = (...words: string[]): Promise<CliResult> => runCli(['backup', ...words], { env });
  const entry = { type: 'file', sizeBytes: 1536, modifiedAt: '2026-01-01T10:20:30.000Z', mode: '-rw-r--r--' } as const;

  it('lists the newest first, and says how fresh the list is', async () => {
    const { code, out, err } = await runCli(['backup', 'snapshot', 'list', 'etc'], { env, isTTY: true });
    expect([code, err]).toEqual([0, 'As of 4 min ago.\n']);
    expect(out.replace(/\x1b\[\d+m/g, '')).toBe(
      [
        'SNAPSHOT  NODE   TAKEN       SIZE  FILES  PATHS',
        '1a2b3c4d  web-1  1 h ago   3.1 MB    120  /etc',
        '1a2f1111  web-1  25 h ago  3.1 MB    120  /etc',
        '',
      ].join('\n'),
    );
    const { items, asOf } = JSON.parse((await backup('snapshot', 'list', 'etc', '--json', '--limit', '1')).out);
    expect([items, asOf]).toEqual([[aSnapshot()], '2026-01-02T03:00:05.000Z']);
  });

  it('says how many older ones there are that are not listed', async () => {
    server.json(`GET ${base}/snapshots`, { items: [aSnapshot()], leftOut: 12, asOf: null });
    const { out, err } = await backup('snapshot', 'list', 'etc');
    expect(out).toContain('1a2b3c4d');
    expect(err).toContain('12 older snapshots not listed');
    expect(JSON.parse((await backup('snapshot', 'list', 'etc', '--json')).out).leftOut).toBe(12);
  });

  it('has the node list anew, and waits for what it says', async () => {
    const answers = [
      { items: [], asOf: '2026-01-01T00:00:00.000Z' },
      { items: [], asOf: '2026-01-01T00:00:00.000Z' },
      { items: [aSnapshot()], asOf: '2026-01-02T03:04:00.000Z' },
    ];
    server.on(`GET ${base}/snapshots`, (_request, response) => sendJson(response, 200, answers.shift()));
    server.on(`POST ${base}/snapshots/refresh`, (_request, response) => sendJson(response, 202, {}));
    const { code, out } = await backup('snapshot', 'list', 'etc', '--refresh', '--node', 'web-1');
    expect([code, out]).toEqual([0, expect.stringContaining('1a2b3c4d')]);
    expect(server.sent(`POST ${base}/snapshots/refresh`)[0]?.body).toEqual({ nodeId: 'web-1' });
  });

  it('says that nothing is known yet', async () => {
    list([], null);
    expect((await backup('snapshot', 'list', 'etc')).out).toBe(
      'No snapshot is known: the repository was never listed yet.\n',
    );
  });

  it('lists a directory of a snapshot named by its first digits', async () => {
    server.json(`GET ${base}/snapshots/${snapshotId}/tree`, {
      snapshotId,
      path: '/etc',
      entries: [
        { ...entry, path: '/etc/nginx', type: 'dir', sizeBytes: 0, mode: 'drwxr-xr-x' },
        { ...entry, path: '/etc/hosts' },
      ],
      truncated: true,
    });
    const { code, out, err } = await backup('snapshot', 'ls', 'etc', '1a2b', '/etc');
    expect([code, err]).toEqual([0, 'There is more than can be shown; look into its directories.\n']);
    expect(out).toBe(
      [
        'MODE          SIZE  MODIFIED          NAME',
        'drwxr-xr-x       –  2026-01-01 10:20  nginx/',
        '-rw-r--r--  1.5 KB  2026-01-01 10:20  hosts',
        '',
      ].join('\n'),
    );
    const { query } = server.sent(`GET ${base}/snapshots/${snapshotId}/tree`)[0] ?? { query: new URLSearchParams() };
    expect(query.toString()).toBe('path=%2Fetc&nodeId=web-1');
  });

  it('tells a person what it waits for', async () => {
    let answer = (): void => undefined;
    server.on(`GET ${base}/find`, (_request, response) => {
      answer = () => sendJson(response, 200, { matches: [], truncated: false });
    });
    const run = new CliRun(['backup', 'snapshot', 'find', 'etc', 'x'], { env, isTTY: true });
    await run.printed('Asking web-1', 'stderr');
    answer();
    expect((await run.result).out).toBe('No snapshot holds it.\n');
  });

  it('finds a path across snapshots', async () => {
    const match = { ...entry, path: '/etc/nginx/nginx.conf', snapshotId, snapshotAt: '2026-01-02T02:00:00.000Z' };
    server.json(`GET ${base}/find`, { matches: [match], truncated: false });
    const { out } = await backup('snapshot', 'find', 'etc', '*.conf', '--node', 'web-1');
    expect(out).toBe(
      [
        'SNAPSHOT  TAKEN      SIZE  MODIFIED  PATH',
        '1a2b3c4d  1 h ago  1.5 KB  16 h ago  /etc/nginx/nginx.conf',
        '',
      ].join('\n'),
    );
    expect(server.sent(`GET ${base}/find`)[0]?.query.toString()).toBe('pattern=*.conf&nodeId=web-1');
  });

  it('tells what changed between two snapshots, a whole path a line', async () => {
    const path = `/etc/${'x'.repeat(100)}`;
    server.json(`GET ${base}/diff`, {
      from: older.id,
      to: snapshotId,
      changes: [
        { path, change: '+' },
        { path: '/etc/\x1b[2J\nhosts', change: 'M' },
      ],
      addedBytes: 10,
      removedBytes: 0,
      truncated: false,
    });
    const { out } = await backup('snapshot', 'diff', 'etc', '1a2f', 'latest');
    expect(out).toBe(`+ ${path}\nM /etc/\\e[2J\\nhosts\n`);
    expect(server.sent(`GET ${base}/diff`)[0]?.query.toString()).toBe(`from=${older.id}&to=${snapshotId}&nodeId=web-1`);
  });

  it.each([
    ['1a2', 2, 'Several snapshots begin with "1a2"'],
    ['beef', 4, 'hyprbox backup snapshot list etc --refresh'],
    ['--', 2, ''],
  ])('does not guess which snapshot %s is', async (typed, code, message) => {
    expect(await backup('snapshot', 'ls', 'etc', typed)).toMatchObject({ code, err: expect.stringContaining(message) });
  });

  it('takes the latest of one node only', async () => {
    list([aSnapshot(), elsewhere]);
    const result = await backup('snapshot', 'ls', 'etc', 'latest');
    expect(result).toMatchObject({ code: 2, err: expect.stringContaining('Give --node: web-1, web-2') });
  });

  describe('restore', () => {
    beforeEach(() => server.json('POST /backups/restores', aBackupRun({ kind: 'RESTORE' }), 202));
    const asked = (): unknown => server.sent('POST /backups/restores')[0]?.body;

    it('restores chosen paths over nothing that exists, and prints the id of the run', async () => {
      list([aSnapshot(), elsewhere]);
      const words = ['etc', 'ffff', '--target', '/tmp/back', '--include', '/etc/hosts', '--include', '/etc/nginx'];
      const { code, out } = await backup('restore', ...words);
      expect([code, out]).toEqual([0, `${runId}\n`]);
      expect(asked()).toEqual({
        policyId,
        snapshotId: elsewhere.id,
        nodeId: 'web-2',
        targetPath: '/tmp/back',
        include: ['/etc/hosts', '/etc/nginx'],
        dryRun: false,
        overwrite: false,
      });
    });

    it('waits for what a dry run says', async () => {
      const restore = {
        dryRun: true,
        files: 7,
        bytes: 2048,
        existing: ['/t/etc/hosts', '/t/\x1b[2J'],
        existingCount: 5,
      };
      const ended = { status: 'FAILED', reason: 'TARGET_EXISTS', message: 'give --overwrite' } as const;
      server.json(`GET /backups/runs/${runId}`, aBackupRun({ kind: 'RESTORE', ...ended, restore }));
      server.on(`GET /backups/runs/${runId}/stream`, (_request, response) =>
        sendEvents(response, [frame('done', {})], 'end'),
      );
      const { code, err } = await backup('restore', 'etc', 'latest', '--target=/t', '--dry-run', '--overwrite');
      expect(asked()).toMatchObject({ dryRun: true, overwrite: true });
      expect([code, err]).toEqual([
        1,
        [
          'The restore of etc on web-1 failed (TARGET_EXISTS): give --overwrite.',
          'Would restore 7 files, 2.0 KB.',
          '5 files stood there already:',
          '  /t/etc/hosts',
          '  /t/\\e[2J',
          '  … and 3 more',
          '',
        ].join('\n'),
      ]);
    });

    it('never says of a restore that failed that it restored', async () => {
      const restore = { dryRun: false, files: 3, bytes: 2048, existing: ['/t/etc/hosts'], existingCount: 1 };
      const message = 'Nothing was restored.';
      const failed = { status: 'FAILED', reason: 'TARGET_EXISTS', message, restore } as const;
      server.json(`GET /backups/runs/${runId}`, aBackupRun({ kind: 'RESTORE', ...failed }));
      server.on(`GET /backups/runs/${runId}/stream`, (_request, response) =>
        sendEvents(response, [frame('done', {})], 'end'),
      );
      const { err } = await backup('restore', 'etc', 'latest', '--target=/t', '--follow');
      const outcome = ['Was to restore 3 files, 2.0 KB.', '1 file stood there already:', '  /t/etc/hosts'];
      expect(err).toBe(
        ['The restore of etc on web-1 failed (TARGET_EXISTS): Nothing was restored.', ...outcome, ''].join('\n'),
      );
      expect((await backup('run', 'show', runId)).out).not.toContain('Restored');
    });

    it('needs to be told where to', async () => {
      expect((await backup('restore', 'etc', 'latest')).code).toBe(2);
      expect(asked()).toBeUndefined();
    });
  });
});
