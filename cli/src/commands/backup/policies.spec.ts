import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPolicy, aTarget, policyId } from '../../test-support/backup-builders.js';
import { FakeServer, sendJson } from '../../test-support/fake-server.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliOptions, CliResult } from '../../test-support/run-cli.js';

describe('hyprbox backup policy', () => {
  let server: FakeServer;
  let env: Record<string, string>;
  let directory: string;

  beforeEach(async () => {
    server = await FakeServer.start();
    directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'));
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /backups/policies', { items: [aPolicy()], nextCursor: null });
    server.json('GET /backups/targets', { items: [aTarget()], nextCursor: null });
    server.json(`GET /backups/policies/${policyId}`, aPolicy());
    server.json('POST /backups/policies', aPolicy(), 201);
    server.json(`PATCH /backups/policies/${policyId}`, aPolicy());
    server.json(`PUT /backups/policies/${policyId}`, aPolicy());
    server.on(
      `POST /backups/policies/${policyId}/accept-repository`,
      (_request, response) => void response.writeHead(204).end(),
    );
    server.on(`DELETE /backups/policies/${policyId}`, (_request, response) => void response.writeHead(204).end());
  });
  afterEach(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  const policy = (words: string[], options: CliOptions = {}): Promise<CliResult> =>
    runCli(['backup', 'policy', ...words], { env, ...options });
  const bodies = (method: string): unknown[] =>
    server.received.filter((one) => one.method === method).map((one) => one.body);
  const needed = [
    '--repository',
    '/srv/backup',
    '--password-ref',
    'env:P',
    '--path',
    '/etc',
    '--schedule',
    '0 2 * * *',
  ];
  const file = async (text: string): Promise<string> => {
    const path = join(directory, 'policy');
    await writeFile(path, text);
    return path;
  };

  it('makes a policy from flags, sends what was given and no more, and prints its id', async () => {
    const { code, out, err } = await policy([
      ...[
        'create',
        'etc',
        '--node',
        'web-1',
        ...needed,
        '--path=/home',
        '--exclude',
        '*.tmp',
        '--env',
        'AWS_KEY=env:K=V',
      ],
      ...[
        '--keep-daily',
        '7',
        '--keep-last=3',
        '--one-file-system',
        '--initialize=false',
        '--paused',
        '--timezone=UTC',
      ],
      ...['--snapshot-tag', 'nightly', '--catch-up', 'SKIP', '--pre-hook', 'dump', '--upload-limit', '512'],
      ...['--priority', 'LOW', '--check-schedule', '0 3 * * 0', '--check-read-data', '5%', '--drill-files', 'all'],
      ...['--drill-schedule', '0 5 * * 0', '--drill-verify', 'look', '--max-backup-age', '2d', '--max-proof-age', '4w'],
    ]);
    expect([code, out, err]).toEqual([0, `${policyId}\n`, '']);
    expect(bodies('POST')).toEqual([
      {
        name: 'etc',
        nodeId: 'web-1',
        tag: null,
        repository: '/srv/backup',
        passwordRef: 'env:P',
        paths: ['/etc', '/home'],
        schedule: '0 2 * * *',
        excludes: ['*.tmp'],
        environment: { AWS_KEY: 'env:K=V' },
        retention: { keepDaily: 7, keepLast: 3 },
        oneFileSystem: true,
        initialize: false,
        enabled: false,
        timezone: 'UTC',
        tags: ['nightly'],
        catchUp: 'SKIP',
        preHook: { preset: 'dump', variables: {} },
        uploadLimitKiBps: 512,
        priority: 'LOW',
        checkSchedule: '0 3 * * 0',
        checkReadData: '5%',
        drillFiles: null,
        drillSchedule: '0 5 * * 0',
        drillVerify: { preset: 'look', variables: {} },
        maxBackupAgeHours: 48,
        maxProofAgeDays: 28,
      },
    ]);
  });

  it('tells a person when it runs next', async () => {
    const { err } = await policy(['create', 'etc', '--node', 'web-1', ...needed], { isTTY: true });
    expect(err).toContain('At 02:00, every day; next 2026-01-03T02:00:00.000Z (in 22 h).');
  });

  it.each([
    [['create'], 'Missing: a name, --repository, --password-ref, --path, --schedule, --node or --tag'],
    [['create', 'etc', ...needed], 'Missing: --node or --tag'],
    [['create', 'etc', ...needed, '--node', 'a', '--tag', 'b'], 'either --node or --tag'],
    [['create', 'etc', ...needed, '--node', 'a', '--keep-last', 'many'], '--keep-last must be a whole number'],
    [['create', 'etc', ...needed, '--node', 'a', '--env', 'KEY'], '--env takes NAME=env:NAME'],
    [['create', 'etc', ...needed, '--node', 'a', '--max-proof-age', '30'], '--max-proof-age must be a time'],
    [['create', 'etc', '--schedule', 'a', '--schedule', 'b'], '--schedule is given more than once'],
    [['update', 'etc'], 'nothing to change'],
    [['delete', 'etc'], 'give --yes'],
    [['create', '--file', '/does/not/exist'], 'ENOENT'],
  ])('refuses %j and writes nothing', async (words, message) => {
    const { code, out, err } = await policy(words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(server.received.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('says where each fault is that the server finds', async () => {
    server.on('POST /backups/policies', (_request, response) => {
      const errors = [{ pointer: '/repository', detail: 'must be a path or an address' }];
      sendJson(response, 400, { status: 400, title: 'Bad Request', detail: 'Not valid', code: 'VALIDATION', errors });
    });
    const { code, err } = await policy(['create', 'etc', '--node', 'web-1', ...needed]);
    expect([code, err]).toEqual([2, expect.stringContaining('repository: must be a path or an address')]);
  });

  it('makes again what `show --json` printed, on a node and under a name of its own', async () => {
    const shown = await policy(['show', 'etc', '--json']);
    await policy(['create', 'copy', '--node', 'web-2', '--file', '-', '--keep-weekly', '4'], { stdin: shown.out });
    const derived = ['id', 'scheduleText', 'nextRuns', 'nodes', 'protection', 'createdAt', 'updatedAt'];
    const fields = Object.fromEntries(Object.entries(aPolicy()).filter(([field]) => !derived.includes(field)));
    expect(bodies('POST')).toEqual([
      { ...fields, name: 'copy', nodeId: 'web-2', retention: { keepDaily: 7, keepWeekly: 4 } },
    ]);
  });

  it('reads YAML, and leaves its fields and values to the server', async () => {
    const path = await file(
      'name: etc\ntag: web\nrepository: sftp:b@h:/r/{nodeId}\npasswordRef: env:P\npaths: [/etc]\nschedule: "0 2 * * *"\n' +
        'preHook:\n  preset: dump\n  variables: { db: app }\ntypo: 1\n',
    );
    expect((await policy(['create', '--file', path])).code).toBe(0);
    expect(bodies('POST')).toMatchObject([
      { tag: 'web', paths: ['/etc'], preHook: { preset: 'dump', variables: { db: 'app' } }, typo: 1 },
    ]);
  });

  it.each(['- a list', '"text"', '', 'a: b: c', 'x'.repeat(2 * 1024 * 1024)])(
    'takes no file that holds no policy',
    async (text) => {
      const { code, err } = await policy(['create', '--file', await file(text)]);
      expect([code, err.includes('--file')]).toEqual([2, true]);
    },
  );

  it('changes what the flags say and nothing else', async () => {
    const environment = { A: 'env:A', B: 'env:B' };
    server.json('GET /backups/policies', { items: [aPolicy({ environment })], nextCursor: null });
    await policy(['update', 'etc', '--keep-weekly', '4', '--keep-daily', 'none', '--env', 'A=none', '--env=C=env:C']);
    await policy(['update', 'etc', '--drill-schedule', 'none', '--exclude', 'none', '--tag', 'web', '--name', 'all']);
    expect(bodies('PATCH')).toEqual([
      { retention: { keepWeekly: 4 }, environment: { B: 'env:B', C: 'env:C' } },
      { drillSchedule: null, excludes: [], nodeId: null, tag: 'web', name: 'all' },
    ]);
  });

  it('takes a file as the whole policy', async () => {
    const { paths, repository, passwordRef, schedule, nodeId } = aPolicy();
    const path = await file(JSON.stringify({ name: 'etc', paths, repository, passwordRef, schedule, nodeId }));
    await policy(['update', 'etc', '--file', path, '--keep-daily', '2']);
    expect(bodies('PUT')).toEqual([
      { name: 'etc', paths, repository, passwordRef, schedule, nodeId, retention: { keepDaily: 2 } },
    ]);
    expect((await policy(['update', 'etc', '--file', await file('name: etc\n')])).code).toBe(2);
  });

  it('pauses and resumes', async () => {
    await policy(['pause', 'etc']);
    await policy(['resume', policyId]);
    expect(bodies('PATCH')).toEqual([{ enabled: false }, { enabled: true }]);
  });

  it('deletes with --yes, and tells it in JSON', async () => {
    const { code, out } = await policy(['delete', 'etc', '--yes', '--json']);
    expect([code, JSON.parse(out)]).toEqual([0, { id: policyId, name: 'etc', deleted: true }]);
  });

  it.each([
    ['y\r', 0, 1],
    ['\r', 1, 0],
    ['no\r', 1, 0],
    ['\x03', 130, 0],
  ])('asks on a terminal before it deletes: %j ends with %i', async (answer, code, deleted) => {
    const run = new CliRun(['backup', 'policy', 'delete', 'etc'], { env, isTTY: true });
    await run.printed('[y/N]', 'stderr');
    run.type(answer);
    expect((await run.result).code).toBe(code);
    expect(server.sent(`DELETE /backups/policies/${policyId}`)).toHaveLength(deleted);
  });

  it('shows a policy and how its nodes stand', async () => {
    const { code, out } = await policy(['show', 'etc']);
    expect(code).toBe(0);
    expect(out).toMatch(/Schedule {2,}At 02:00, every day \(0 2 \* \* \*, UTC\)\n/);
    expect(out).toMatch(/Keeps {2,}daily 7\n/);
    expect(out).toContain('etc     web-1  PROTECTED  1 h ago  4 d ago');
    expect(server.sent('GET /backups/targets')[0]?.query.get('policyId')).toBe(policyId);
  });

  it('finds a policy by its name on whatever page it is, and says what was probably meant', async () => {
    server.on('GET /backups/policies', ({ query }, response) => {
      const isFirst = query.get('cursor') === null;
      const page = isFirst ? [aPolicy({ name: 'other', id: 'x' })] : [aPolicy()];
      sendJson(response, 200, { items: page, nextCursor: isFirst ? 'more' : null });
    });
    expect((await policy(['show', 'etc', '--json'])).code).toBe(0);
    const { code, err } = await policy(['show', 'etcc']);
    expect([code, err]).toEqual([4, expect.stringContaining('did you mean "etc"?')]);
    expect(err).toContain('hyprbox backup policy list');
  });

  it('does not choose between two policies of one name', async () => {
    server.json('GET /backups/policies', { items: [aPolicy(), aPolicy({ id: 'x' })], nextCursor: null });
    expect(await policy(['pause', 'etc'])).toMatchObject({ code: 2, err: expect.stringContaining('give the id') });
  });

  it('lists policies with what they cover', async () => {
    const tagged = aPolicy({ name: 'all', nodeId: null, tag: 'web', nodes: 3, enabled: false, nextRuns: [] });
    server.json('GET /backups/policies', { items: [aPolicy(), { ...tagged, protection: 'PAUSED' }], nextCursor: null });
    expect((await policy(['list'])).out).toBe(
      [
        'POLICY  COVERS       STATE      SCHEDULE             NEXT',
        'etc     web-1        PROTECTED  At 02:00, every day  in 22 h',
        'all     tag web (3)  PAUSED     At 02:00, every day  –',
        '',
      ].join('\n'),
    );
  });

  it('tells the newcomer the next step', async () => {
    server.json('GET /backups/policies', { items: [], nextCursor: null });
    expect((await policy(['list'])).out).toContain('hyprbox backup policy create');
  });

  it('goes on with a new repository only when somebody is sure', async () => {
    const unsure = await policy(['accept-repository', 'etc']);
    expect([unsure.code, unsure.err]).toEqual([2, expect.stringContaining('--yes')]);
    expect(bodies('POST')).toEqual([]);
    const { code, out } = await policy(['accept-repository', 'etc', '--node', 'web-1', '--yes', '--json']);
    expect([code, JSON.parse(out)]).toEqual([0, { id: policyId, name: expect.any(String), accepted: true }]);
    expect(bodies('POST')).toEqual([{ nodeId: 'web-1' }]);
  });
});
