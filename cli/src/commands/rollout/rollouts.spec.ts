import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RolloutTarget } from '@hyprbox/contracts';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPreset, aVariable } from '../../test-support/builders.js';
import { FakeServer, frame, sendEvents, sendJson } from '../../test-support/fake-server.js';
import {
  aPlan,
  approvalId,
  aRollout,
  aRolloutSummary,
  aTarget,
  anOutputGroup,
  counts,
  rolloutId,
} from '../../test-support/rollout-builders.js';
import { CliRun, runCli } from '../../test-support/run-cli.js';
import type { CliOptions } from '../../test-support/run-cli.js';

/** As nasty as the contract lets a text be. */
const nasty = `\x1b[2J\x1b]0;owned\x07\u009b\u202e\r\n${'wide 長 '.repeat(40)}`;
const page = (...items: object[]): object => ({ items, nextCursor: null });
const at = `/rollouts/${rolloutId}`;

describe('rollouts on the command line', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /presets/nginx', aPreset({ variables: [aVariable(), aVariable({ name: 'port', type: 'int' })] }));
    server.json('POST /rollouts', aRollout(), 201);
    server.json('GET /rollouts', page(aRolloutSummary()));
    server.json(`GET ${at}`, aRollout());
    server.json(`GET ${at}/targets`, page(aTarget()));
    server.json(`GET ${at}/outputs`, { groups: [anOutputGroup()], groupCount: 1, without: 0 });
    for (const verb of ['pause', 'resume', 'abort']) server.json(`POST ${at}/${verb}`, aRollout());
    server.json(`POST ${at}/retry`, aRollout({ retryOf: rolloutId }), 201);
  });
  afterEach(() => server.stop());

  const cli = (words: string[], options: CliOptions = {}) => runCli(['rollout', ...words], { env, ...options });
  const sent = (route: string): unknown => server.sent(route)[0]?.body;

  /** What the stream tells, and what the rollout is then. */
  function streams(frames: readonly string[], end: 'end' | 'stay' = 'stay'): void {
    server.on(`GET ${at}/stream`, (_request, response) => sendEvents(response, frames, end));
  }
  const ended = { ...aRolloutSummary({ state: 'PARTIAL', counts: counts({ succeeded: 11, failed: 1 }) }) };

  describe('start', () => {
    it('says all of it with flags, and prints the id alone', async () => {
      const words = [
        'start',
        'nginx',
        '--tag',
        'web',
        '--tag-none',
        'canary',
        '--set',
        'domain=a b',
        '--set',
        'port=80',
      ];
      const course = [
        '--wave',
        '1:10m',
        '--wave',
        '25%',
        '--budget',
        '5',
        '--gate',
        'heartbeat',
        '--gate',
        'check=nginx',
      ];
      const rest = ['--when-offline', 'WAIT', '--wait', '2h', '--timeout', '90', '--start-at', '2026-03-01T20:00Z'];
      const { code, out, err } = await cli([...words, ...course, ...rest, '--name', 'n', '--preset-version', '3']);
      expect([code, out, err]).toEqual([0, `${rolloutId}\n`, '']);
      expect(sent('POST /rollouts')).toEqual({
        name: 'n',
        preset: 'nginx',
        presetVersion: 3,
        variables: { domain: 'a b', port: 80 },
        selector: { tagsAll: ['web'], tagsNone: ['canary'] },
        waves: [{ size: '1', soakSeconds: 600 }, { size: '25%' }],
        budget: 5,
        gates: { heartbeat: true, checkPreset: 'nginx' },
        whenOffline: 'WAIT',
        waitSeconds: 7200,
        timeoutSeconds: 90,
        startAt: '2026-03-01T20:00:00.000Z',
      });
    });

    it('takes the exact bytes of a script from stdin, and leaves to the server what is not said', async () => {
      const stdin = 'echo "ö"\r\n';
      expect((await cli(['start', '--script', '-', '--all'], { stdin })).code).toBe(0);
      expect(sent('POST /rollouts')).toEqual({ selector: { all: true }, script: stdin });
    });

    it.each([
      [['--tag', 'web'], 'What should run?'],
      [['nginx', '--script', 'x', '--all'], 'What should run?'],
      [['--script', '/nonexistent/x', '--all'], '--script:'],
      [['nginx'], 'Which hosts?'],
      [['nginx', '--all', '--tag', 'web'], '--all'],
      [['nginx', '--all', '--wave', 'some'], '--wave'],
      [['nginx', '--all', '--wave', '10%:1m:2'], '--wave'],
      [['nginx', '--all', '--gate', 'hartbeat'], '--gate'],
      [['nginx', '--all', '--start-at', 'soon'], '--start-at'],
      [['nginx', '--all', '--set', 'domian=x'], 'it has domain, port'],
    ])('refuses %j before anything is made', async (words, message) => {
      const { code, err } = await cli(['start', ...words]);
      expect([code, err]).toEqual([2, expect.stringContaining(message)]);
      expect(server.sent('POST /rollouts')).toEqual([]);
    });

    it('says what an approval is needed for', async () => {
      server.json('POST /rollouts', aRollout({ state: 'AWAITING_APPROVAL', approvalId }), 201);
      const { err } = await cli(['start', 'nginx', '--all'], { isTTY: true });
      expect(err).toContain(`hyprbox approval show ${approvalId}`);
    });
  });

  it('plans: hosts, waves, who is away and until when, and the very script', async () => {
    server.json('POST /rollouts', aPlan({ warnings: ['It is late'] }));
    const { code, out } = await cli(['plan', 'nginx', '--tag', 'web'], { now: new Date('2026-01-02T10:00:00Z') });
    expect(code).toBe(0);
    expect(sent('POST /rollouts')).toMatchObject({ dryRun: true, selector: { tagsAll: ['web'] } });
    expect(out).toContain('12 hosts, 3 waves; at most 1 host running or failed at once.');
    expect(out).toMatch(/^web-7 is offline: will wait until (?:tomorrow|2026-01-0\d) \d\d:05\.$/m);
    expect(out).toContain('Warning: It is late');
    expect(out).toMatch(/3 +100% +10 .*web-3, web-4 and 8 more/);
    expect(out.endsWith('echo hello\n')).toBe(true);
  });

  it('watches in a pipe: a line of JSON an event, and an exit code that says how it ended', async () => {
    streams([
      frame('target', {
        items: [aTarget({ nodeId: 'web-9', state: 'FAILED', reason: 'EXIT_CODE', exitCode: 2 })],
        counts: counts(),
      }),
      frame('state', ended),
      frame('done', {}),
    ]);
    // At the start, once the stream is open, and at the end.
    server.on(`GET ${at}`, (_request, response) => {
      const isLast = server.sent(`GET ${at}`).length === 3;
      sendJson(response, 200, isLast ? aRollout(ended) : aRollout());
    });
    const { code, out, err } = await cli(['watch', rolloutId]);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; nodeId?: string; state?: string });
    expect(lines.map(({ event, nodeId, state }) => [event, nodeId ?? state])).toEqual([
      ['state', 'RUNNING'],
      ['target', 'web-9'],
      ['state', 'RUNNING'],
      ['target', 'web-1'],
      ['state', 'PARTIAL'],
      ['state', 'PARTIAL'],
      ['done', undefined],
    ]);
    expect([code, err]).toEqual([6, '']);
  });

  it.each([
    ['SUCCEEDED', 0],
    ['PARTIAL', 6],
    ['FAILED', 1],
    ['ABORTED', 130],
    ['EXPIRED', 130],
  ] as const)('ends a rollout that is %s with %d, and opens no stream for it', async (state, expected) => {
    server.json(`GET ${at}`, aRollout({ state, counts: counts({ succeeded: 12 }) }));
    expect((await cli(['watch', rolloutId])).code).toBe(expected);
    expect(server.sent(`GET ${at}/stream`)).toEqual([]);
  });

  it('waits for what was running when it was aborted', async () => {
    const aborted = aRollout({ state: 'ABORTED', counts: counts({ running: 1, cancelled: 11 }) });
    server.json(`GET ${at}`, aborted);
    streams([frame('state', aborted), frame('target', { items: [], counts: counts({ cancelled: 12 }) })]);
    const { code, out } = await cli(['watch', rolloutId]);
    expect([code, server.sent(`GET ${at}/stream`).length]).toEqual([130, 1]);
    expect(out.trimEnd().split('\n').length).toBeGreaterThan(3);
  });

  it('does not wait for somebody to resume what is halted where nobody looks on', async () => {
    const halted = aRollout({ state: 'HALTED', reason: 'BUDGET', counts: counts({ failed: 1, pending: 11 }) });
    streams([frame('state', { ...aRolloutSummary(), ...halted })]);
    server.on(`GET ${at}`, (_request, response) => {
      const isFirst = server.sent(`GET ${at}`).length === 1;
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(isFirst ? aRollout() : halted));
    });
    expect((await cli(['watch', rolloutId])).code).toBe(7);
  });

  it('draws a table in place that fits the terminal, and leaves the rollout running at Ctrl-C', async () => {
    const size = { columns: 80, rows: 24 };
    const many: RolloutTarget[] = Array.from({ length: 60 }, (_, index) =>
      aTarget({
        nodeId: `host-${index}-${'x'.repeat(90)}`,
        state: index % 2 ? 'FAILED' : 'RUNNING',
        reason: 'EXIT_CODE',
      }),
    );
    server.json(`GET ${at}`, aRollout({ name: nasty, detail: nasty, reason: 'GATE_CHECK' }));
    streams([
      frame('target', { items: many, counts: counts({ running: 30, failed: 30 }) }),
      frame('target', { items: [], counts: counts({ running: 29, failed: 31 }) }),
    ]);
    const run = new CliRun(['rollout', 'watch', rolloutId], { env: { ...env, NO_COLOR: '1' }, isTTY: true, ...size });
    await run.printed('31 failed');
    run.interrupt();
    const { code, out, err } = await run.result;
    expect(code).toBe(130);
    expect(err).toContain(`hyprbox rollout watch ${rolloutId}`);
    expect(err).toContain('goes on');
    const frames = out.split(/(?:\x1b\[\d+A\r\x1b\[J)/);
    expect(frames.length).toBeGreaterThan(2);
    for (const drawn of frames) {
      expect(drawn.split('\n').length).toBeLessThanOrEqual(size.rows);
      for (const line of drawn.split('\n')) expect(stringWidth(line)).toBeLessThan(size.columns);
      expect(drawn).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    }
    // Each drawing takes back as many lines as the one before had.
    const moves = [...out.matchAll(/\x1b\[(\d+)A/g)].map(([, lines]) => Number(lines));
    expect(moves).toEqual(frames.slice(0, -1).map((drawn) => drawn.split('\n').length - 1));
    expect(server.received.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('follows: what the hosts printed on stdout, each output once, the rest on stderr', async () => {
    server.json(`GET ${at}`, aRollout({ ...ended }));
    const cut = anOutputGroup({
      state: 'FAILED',
      exitCode: 2,
      count: 1,
      stdout: 'oops',
      stdoutBytes: 2_000_004,
      stderr: 'e\n',
      stderrBytes: 2,
    });
    server.json(`GET ${at}/outputs`, { groups: [anOutputGroup({ count: 187 }), cut], groupCount: 3, without: 1 });
    streams([frame('done', {})]);
    const { code, out, err } = await cli(['start', 'nginx', '--all', '--follow']);
    expect(code).toBe(6);
    expect(out).toBe(
      '187 hosts printed this: web-1, web-2 and 185 more\nactive\n\n' +
        '1 host failed with exit code 2 and printed this: web-1, web-2\noops\nand on stderr:\ne\n',
    );
    expect(err).toContain('2.0 MB more of stdout: hyprbox job logs');
    expect(err).toContain('And 1 further output.');
    expect(err).toContain('package-update is PARTIAL: 11 succeeded, 1 failed.');
    expect(err).toContain(`hyprbox rollout retry ${rolloutId}`);
  });

  it('does to each what it is told, by the first characters of its id', async () => {
    expect((await cli(['pause', '0198c0de', '--reason', 'r'])).code).toBe(0);
    expect((await cli(['resume', rolloutId, '--budget', '20%'])).code).toBe(0);
    expect((await cli(['abort', rolloutId])).code).toBe(0);
    expect(sent(`POST ${at}/pause`)).toEqual({ reason: 'r' });
    expect(sent(`POST ${at}/resume`)).toEqual({ budget: '20%' });
    expect(sent(`POST ${at}/abort`)).toEqual({});
    server.problem(`POST ${at}/resume`, 409, 'BUDGET_USED_UP', 'Its budget is used up');
    const { code, err } = await cli(['resume', rolloutId]);
    expect([code, err]).toEqual([1, 'Error: Its budget is used up\n']);
  });

  it('retries what went wrong, or what is named', async () => {
    expect((await cli(['retry', rolloutId])).out).toBe(`${rolloutId}\n`);
    expect(sent(`POST ${at}/retry`)).toEqual({ states: ['FAILED', 'LOST', 'SKIPPED'] });
    await cli(['retry', rolloutId, '--state', 'CANCELLED', '--state', 'LOST']);
    expect(server.sent(`POST ${at}/retry`)[1]?.body).toEqual({ states: ['CANCELLED', 'LOST'] });
  });

  it('lists what somebody started themselves', async () => {
    server.json('GET /auth/me', { id: 'u-7' });
    const { out } = await cli(['list', '--mine', '--state', 'RUNNING', '--preset', 'nginx']);
    expect(out).toMatch(/0198c0de +package-update +RUNNING +1\/12 +0 +Ada/);
    const query = server.sent('GET /rollouts')[0]?.query;
    expect(Object.fromEntries(query ?? [])).toMatchObject({ createdBy: 'u-7', state: 'RUNNING', preset: 'nginx' });
  });

  it.each([['list'], ['show', rolloutId], ['plan', 'nginx', '--all'], ['outputs', rolloutId]])(
    'shows whatever stands in them as text, within 80 columns: %s',
    async (...words) => {
      server.json('GET /rollouts', page(aRolloutSummary({ name: nasty, createdByName: nasty })));
      server.json(
        `GET ${at}`,
        aRollout({ name: nasty, detail: nasty, selector: { tagsAny: [nasty] }, variables: { a: nasty } }),
      );
      server.json(
        `GET ${at}/targets`,
        page(aTarget({ nodeId: 'n'.repeat(128), state: 'FAILED', reason: 'EXIT_CODE' })),
      );
      server.json('POST /rollouts', aPlan({ warnings: [nasty.slice(0, 60)], script: '\x1b]0;owned\x07echo\n' }));
      const group = anOutputGroup({
        stdout: '\x1b]0;owned\x07\x1b[2Jout\n',
        stderr: '\u009b2Jerr\n',
        hosts: [{ nodeId: nasty.slice(0, 30), jobId: 'j' }],
      });
      server.json(`GET ${at}/outputs`, { groups: [group], groupCount: 1, without: 0 });
      const { code, out, err } = await cli(words, { isTTY: true, columns: 80, env: { ...env, NO_COLOR: '1' } });
      expect(code).toBe(0);
      expect(out + err).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      if (words[0] === 'list' || words[0] === 'show') {
        for (const line of out.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
      }
    },
  );

  describe('outputs as files', () => {
    let directory: string;
    beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'))));
    afterEach(() => rm(directory, { recursive: true }));

    it('writes the archive byte by byte, and over no file that is there', async () => {
      const bytes = Buffer.from([0x1f, 0x8b, 0, 0xff]);
      server.on(`GET ${at}/archive.tar.gz`, (_request, response) => void response.end(bytes));
      const path = join(directory, 'a.tar.gz');
      expect((await cli(['outputs', rolloutId, '--archive', path])).code).toBe(0);
      expect(await readFile(path)).toEqual(bytes);
      await writeFile(path, 'mine');
      expect((await cli(['outputs', rolloutId, '--archive', path])).code).toBe(1);
      expect((await readFile(path)).toString()).toBe('mine');
      expect((await cli(['outputs', rolloutId, '--archive', '-'])).stdout).toEqual(bytes);
      expect((await cli(['outputs', rolloutId, '--archive', '-'], { isTTY: true })).code).toBe(2);
    });

    it('hands every host over as it comes', async () => {
      server.on(`GET ${at}/outputs.ndjson`, (_request, response) => void response.end('{"nodeId":"web-1"}\n'));
      expect((await cli(['outputs', rolloutId, '--ndjson'])).out).toBe('{"nodeId":"web-1"}\n');
    });
  });
});
