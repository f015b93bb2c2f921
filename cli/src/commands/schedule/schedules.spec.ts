import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPreset, aVariable } from '../../test-support/builders.js';
import { FakeServer } from '../../test-support/fake-server.js';
import { aRollout, aSchedule, rolloutId, scheduleId } from '../../test-support/rollout-builders.js';
import { runCli } from '../../test-support/run-cli.js';
import type { CliOptions } from '../../test-support/run-cli.js';

const nasty = `\x1b[2J\x1b]0;owned\x07\u009b\u202e\r\n${'wide 長 '.repeat(40)}`;
const at = `/schedules/${scheduleId}`;

describe('schedules on the command line', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    const variables = [aVariable({ name: 'reboot', type: 'boolean' }), aVariable({ name: 'only' })];
    server.json('GET /presets/package-update', aPreset({ name: 'package-update', variables }));
    server.json('GET /presets/nginx', aPreset());
    server.json('GET /schedules', { items: [aSchedule()], nextCursor: null });
    server.json('POST /schedules', aSchedule(), 201);
    server.json(`GET ${at}`, aSchedule());
    server.json(`PUT ${at}`, aSchedule());
    server.json(`POST ${at}/run`, aRollout());
    server.on(`DELETE ${at}`, (_request, response) => void response.writeHead(204).end());
  });
  afterEach(() => server.stop());

  const cli = (words: string[], options: CliOptions = {}) => runCli(['schedule', ...words], { env, ...options });
  const made = (): unknown => server.sent('POST /schedules').at(-1)?.body;
  const replaced = (): unknown => server.sent(`PUT ${at}`).at(-1)?.body;
  const when = ['--cron', '0 4 * * 0', '--timezone', 'Europe/Berlin'];

  it('is made from flags', async () => {
    const what = [
      '--preset',
      'package-update',
      '--set',
      'reboot=true',
      '--tag',
      'web',
      '--wave',
      '1:30m',
      '--wave',
      '100%',
    ];
    const how = ['--overlap', 'QUEUE', '--misfire', 'RUN_ONCE', '--start-deadline', '2h', '--jitter', '5m', '--paused'];
    const { code, out } = await cli(['create', 'weekly', ...when, ...what, ...how]);
    expect([code, out]).toEqual([0, `${scheduleId}\n`]);
    expect(made()).toEqual({
      name: 'weekly',
      cron: '0 4 * * 0',
      timezone: 'Europe/Berlin',
      overlap: 'QUEUE',
      misfire: 'RUN_ONCE',
      startDeadlineSeconds: 7200,
      jitterSeconds: 300,
      enabled: false,
      rollout: {
        preset: 'package-update',
        variables: { reboot: true },
        selector: { tagsAll: ['web'] },
        waves: [{ size: '1', soakSeconds: 1800 }, { size: '100%' }],
      },
    });
  });

  it('names all that is missing at once', async () => {
    const { code, err } = await cli(['create']);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/a name, --cron, --timezone, --preset or --script, which hosts/),
    ]);
  });

  describe('from a file', () => {
    let directory: string;
    beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'hyprbox-cli-'))));
    afterEach(() => rm(directory, { recursive: true }));

    it('is made, flags going first', async () => {
      const path = join(directory, 's.yaml');
      await writeFile(
        path,
        'name: a\ncron: 0 1 * * *\ntimezone: UTC\nrollout:\n  preset: nginx\n  selector: { all: true }\n',
      );
      expect((await cli(['create', '-f', path, '--cron', '0 2 * * *', '--budget', '3'])).code).toBe(0);
      expect(made()).toEqual({
        name: 'a',
        cron: '0 2 * * *',
        timezone: 'UTC',
        overlap: 'SKIP',
        misfire: 'RUN_ONCE',
        enabled: true,
        rollout: { preset: 'nginx', selector: { all: true }, budget: 3 },
      });
    });

    it('is made again from what `show --json` printed', async () => {
      const { out } = await cli(['show', 'weekly updates', '--json']);
      expect((await cli(['create', 'other', '-f', '-'], { stdin: out })).code).toBe(0);
      const { name, cron, timezone, rollout, overlap, misfire, startDeadlineSeconds, jitterSeconds } = aSchedule();
      const fields = { cron, timezone, rollout, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled: true };
      expect(name).toBe('weekly updates');
      expect(made()).toEqual({ ...fields, name: 'other' });
    });

    it('refuses what is no schedule', async () => {
      expect((await cli(['create', 'a', '-f', '-'], { stdin: '- a\n' })).code).toBe(2);
      expect((await cli(['create', 'a', '-f', '-'], { stdin: 'rollout: x\n' })).code).toBe(2);
    });
  });

  it('is changed where the flags say so, under the version that was read', async () => {
    expect(
      (await cli(['edit', 'weekly updates', '--cron', '0 5 * * 0', '--budget', '5%', '--set', 'only=a'])).code,
    ).toBe(0);
    const { name, timezone, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled } = aSchedule();
    expect(replaced()).toEqual({
      ...{ name, timezone, overlap, misfire, startDeadlineSeconds, jitterSeconds, enabled },
      cron: '0 5 * * 0',
      version: 4,
      rollout: {
        preset: 'package-update',
        variables: { reboot: false, only: 'a' },
        selector: { tagsAll: ['web'] },
        budget: '5%',
      },
    });
    await cli(['edit', 'weekly updates', '--preset', 'nginx', '--node', 'a']);
    expect(replaced()).toMatchObject({ rollout: { preset: 'nginx', variables: {}, selector: { nodeIds: ['a'] } } });
  });

  it('is marked in the list where its preset is retired', async () => {
    const retired = { ...aSchedule({ name: 'of git' }), presetRetired: true };
    server.json('GET /schedules', { items: [retired], nextCursor: null });
    expect((await cli(['list'])).out).toMatch(/of git .* preset retired\n/);
  });

  it('is paused, resumed, run and deleted', async () => {
    await cli(['pause', 'weekly updates']);
    expect(replaced()).toMatchObject({ enabled: false, version: 4, name: 'weekly updates' });
    await cli(['resume', scheduleId]);
    expect(replaced()).toMatchObject({ enabled: true });
    expect((await cli(['run', 'weekly updates'])).out).toBe(`${rolloutId}\n`);
    expect((await cli(['delete', 'weekly updates'])).code).toBe(2);
    expect((await cli(['delete', 'weekly updates', '--yes'])).code).toBe(0);
    const { code, err } = await cli(['show', 'weekly update']);
    expect([code, err]).toEqual([4, expect.stringContaining('did you mean "weekly updates"?')]);
  });

  it('shows when it is due next by its own clock, and its waves with what they wait', async () => {
    const { rollout } = aSchedule();
    const waves = [{ size: '1', soakSeconds: 1800 }, { size: '100%' }];
    server.json(`GET ${at}`, aSchedule({ rollout: { ...rollout, waves } }));
    const { out } = await cli(['show', scheduleId]);
    expect(out).toMatch(/^Next +2026-01-04 04:00 Europe\/Berlin \(in 47 h\)$/m);
    expect(out).toMatch(/^Waves +1 \(then waits 30 min\), 100%$/m);
  });

  it.each([
    ['which version it would run', {}, {}, /^As it is now +version 3, sha256 b{12}$/m],
    [
      'that another one than its own is current',
      { presetVersion: 2 },
      {},
      /version 2 alone, so that it does not start:\s+version 3, /,
    ],
    ['that its preset is retired', {}, { state: 'RETIRED' as const }, /: retired, so that it does not\s+start$/m],
  ])('says %s', async (_what, pinned, change, expected) => {
    const { rollout, currentPreset } = aSchedule();
    if (currentPreset === null) throw new Error('It runs no preset.');
    const schedule = aSchedule({
      rollout: { ...rollout, ...pinned },
      currentPreset: { ...currentPreset, ...change },
    });
    server.json(`GET ${at}`, schedule);
    expect((await cli(['show', scheduleId])).out).toMatch(expected);
  });

  it('says when it would be due, and what became of each time', async () => {
    server.json('POST /schedules/preview', { words: 'At 04:00', next: ['2026-01-04T03:00:00.000Z'] });
    expect((await cli(['preview', '0 4 * * 0', '--timezone', 'Europe/Berlin', '--count', '1'])).out).toBe(
      'At 04:00\n2026-01-04 04:00 Europe/Berlin\n',
    );
    expect(server.sent('POST /schedules/preview')[0]?.body).toEqual({
      cron: '0 4 * * 0',
      timezone: 'Europe/Berlin',
      count: 1,
    });
    const fire = {
      dueAt: '2026-01-01T03:00:00.000Z',
      at: '2026-01-01T03:00:00.000Z',
      outcome: 'MISSED',
      rolloutId: null,
      preset: null,
    };
    const { lastFire } = aSchedule();
    server.json(`GET ${at}/fires`, { items: [{ ...fire, detail: 'Too late' }, lastFire], nextCursor: null });
    const fires = (await cli(['fires', 'weekly updates'])).out;
    expect(fires).toMatch(/MISSED +– +– +Too late/);
    expect(fires).toMatch(/STARTED +v2 +0198c0de-[-0-9a-f]{27} /);
    const items = [{ scheduleId, name: 'weekly', at: '2026-01-04T03:00:00.000Z', outcome: null, rolloutId: null }];
    server.json('GET /schedules/calendar', { items, truncated: true });
    const { out, err } = await cli(['calendar']);
    expect([out, err]).toEqual([
      expect.stringMatching(/weekly +to come/),
      expect.stringContaining('more than is shown'),
    ]);
    const query = server.sent('GET /schedules/calendar')[0]?.query;
    expect([query?.get('from'), query?.get('to')]).toEqual(['2026-01-02T03:04:05.000Z', '2026-01-09T03:04:05.000Z']);
  });

  it.each([['list'], ['show', scheduleId], ['fires', scheduleId], ['calendar']])(
    'shows whatever stands in them as text, within 80 columns: %s',
    async (...words) => {
      const fire = { dueAt: '2026-01-01T03:00:00.000Z', at: '2026-01-01T03:00:00.000Z', outcome: 'FAILED' as const };
      const lastFire = { ...fire, rolloutId, preset: { name: nasty, version: 3, sha256: nasty }, detail: nasty };
      const currentPreset = { name: nasty, version: 3, sha256: nasty, state: 'RETIRED' as const };
      const texts = { name: nasty, words: nasty, createdByName: nasty, timezone: nasty };
      const schedule = aSchedule({ ...texts, lastFire, currentPreset });
      server.json('GET /schedules', { items: [schedule], nextCursor: null });
      server.json(`GET ${at}`, schedule);
      server.json(`GET ${at}/fires`, { items: [lastFire], nextCursor: null });
      const items = [{ scheduleId, name: nasty, at: fire.at, outcome: 'FAILED', rolloutId }];
      server.json('GET /schedules/calendar', { items, truncated: false });
      const { code, out } = await cli(words, { isTTY: true, columns: 80, env: { ...env, NO_COLOR: '1' } });
      expect(code).toBe(0);
      expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      for (const line of out.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    },
  );
});
