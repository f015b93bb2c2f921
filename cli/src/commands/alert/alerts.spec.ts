import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBeat, alertId, anAlert, anAlertRule, aWindow, ruleId, windowId } from '../../test-support/alert-builders.js';
import { FakeServer, sendJson } from '../../test-support/fake-server.js';
import { runCli } from '../../test-support/run-cli.js';

/** As nasty as the contract lets a text be. */
const nasty = `\x1b[2J\x1b]0;owned\x07\u009b\u202e\r\n${'wide 長 '.repeat(40)}`;
const page = (...items: object[]): object => ({ items, nextCursor: null });

describe('alerts on the command line', () => {
  let server: FakeServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    server = await FakeServer.start();
    env = { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' };
    server.json('GET /alerts', page(anAlert()));
    server.json(`GET /alerts/${alertId}`, anAlert());
    server.json('GET /alerts/windows', page(aWindow()));
    server.json(`GET /alerts/windows/${windowId}`, aWindow());
    server.json('POST /alerts/windows', aWindow(), 201);
    for (const verb of ['ack', 'unack', 'note']) server.json(`POST /alerts/${alertId}/${verb}`, anAlert());
  });
  afterEach(() => server.stop());

  const cli = (...words: string[]) => runCli(words, { env });
  const bodyOf = (route: string): unknown => server.sent(route)[0]?.body;

  describe('whatever stands in them', () => {
    const channel = {
      id: ruleId,
      name: nasty,
      type: 'NTFY',
      config: {},
      secrets: {},
      sendResolved: true,
      enabled: true,
    };
    const times = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' };
    const selector = { tagsAny: [nasty], platform: nasty };

    beforeEach(() => {
      const event = { at: '2026-01-02T03:01:00.000Z', kind: 'NOTE', actor: nasty, detail: nasty };
      const delivery = {
        id: ruleId,
        channelId: ruleId,
        channelName: nasty,
        alertIds: [],
        alertCount: 0,
        event: 'firing',
      };
      const sent = { status: 'FAILED', attempts: 1, lastError: nasty, createdAt: times.createdAt, sentAt: null };
      const alert = anAlert({
        ruleName: nasty,
        target: { nodeId: 'n'.repeat(128), mount: nasty },
        note: nasty,
        runbook: nasty,
        ackedBy: nasty,
        ackedUntil: '2026-01-02T05:00:00.000Z',
        events: [{ ...event, kind: 'NOTE' }],
        deliveries: [{ ...delivery, ...sent, event: 'firing', status: 'FAILED' }],
      });
      const rule = anAlertRule({ name: nasty, selector, runbook: nasty });
      const route = { name: nasty, match: { selector }, groupBy: [], waitSeconds: 15, intervalSeconds: 300 };
      const steps = [{ afterSeconds: 0, channels: [{ id: ruleId, name: nasty, enabled: false }] }];
      server.json('GET /alerts', page(alert));
      server.json(`GET /alerts/${alertId}`, alert);
      server.json('GET /alerts/rules', page(rule));
      server.json('GET /alerts/channels', page({ ...channel, ...times }));
      server.json(`POST /alerts/channels/${ruleId}/test`, { ok: true, status: 200, detail: nasty, durationMs: 12 });
      server.json('GET /alerts/routes', { items: [{ ...route, repeatSeconds: 14_400, steps: [] }], version: 1 });
      server.json('POST /alerts/routes/explain', {
        routes: [{ name: nasty, groupKey: nasty, steps }],
        windows: [{ id: windowId, name: nasty, until: null }],
      });
      server.json('GET /alerts/windows', page(aWindow({ name: nasty, selector })));
      server.json('GET /alerts/deliveries', page({ ...delivery, ...sent }));
      const span = { target: alert.target, from: times.createdAt, to: times.updatedAt, peak: 97 };
      server.json('POST /alerts/rules/test', { now: [], history: [span], series: [], truncated: true });
      server.json('GET /beats', page(aBeat({ name: nasty })));
      server.json('POST /nodes/select', {
        count: 300,
        digest: 'x',
        items: [{ nodeId: 'n'.repeat(128), hostname: nasty, status: 'ONLINE' }],
      });
    });

    const commands = [
      ['alert', 'list'],
      ['alert', 'show', alertId],
      ['alert', 'rule', 'list'],
      ['alert', 'rule', 'show', ruleId],
      ['alert', 'rule', 'test', ruleId],
      ['alert', 'delivery', 'list'],
      ['alert', 'channel', 'list'],
      ['alert', 'channel', 'test', ruleId],
      ['alert', 'route', 'list'],
      ['alert', 'route', 'explain', 'web-1', '--severity', 'CRITICAL'],
      ['alert', 'window', 'list'],
      ['beat', 'list'],
      ['node', 'select', '--all'],
    ];

    it.each(commands)('they fit 80 columns and do nothing to the terminal: %s %s %s', async (...words) => {
      const { code, out } = await runCli(words, { env, isTTY: true });
      expect(code).toBe(0);
      const shown = out.replace(/\x1b\[\d+m/g, '');
      expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    });

    it.each(commands)('they are one JSON document with --json and nothing else: %s %s %s', async (...words) => {
      const { code, out, err } = await cli(...words, '--json');
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(out)).toEqual(expect.any(Object));
    });
  });

  it('are listed while they are open, or as the filters say', async () => {
    const { out } = await runCli(['alert', 'list'], { env, isTTY: true, columns: 120 });
    expect(out.replace(/\x1b\[\d+m/g, '')).toMatch(
      /0198c0de +CRITICAL +FIRING +Filesystem full +web-1 \/var +3 min ago +96.25 % +–/,
    );
    const other = anAlert({ id: `${alertId.slice(0, -2)}b7` });
    server.json('GET /alerts', page(anAlert(), other));
    server.received.length = 0;
    expect((await cli('alert', 'list')).out).toContain(`${alertId.slice(0, -1)} `);

    await cli(
      'alert',
      'list',
      '--state',
      'RESOLVED',
      '--severity',
      'WARNING',
      '--node',
      'a',
      '--unacked',
      '--limit',
      '3',
    );
    expect(
      server.received.map(({ query }) => [query.getAll('state').join(), query.get('acked'), query.get('nodeId')]),
    ).toEqual([
      ['PENDING,FIRING,RECOVERING', null, null],
      ['RESOLVED', 'false', 'a'],
    ]);
    server.json('GET /alerts', page());
    expect((await cli('alert', 'list')).out).toBe('No alert matches.\n');
  });

  it('are acknowledged, and that is taken back', async () => {
    expect((await cli('alert', 'ack', '0198c0de', '--for', '2h', '--note', 'on it')).code).toBe(0);
    expect((await cli('alert', 'ack', alertId)).code).toBe(0);
    expect(server.sent(`POST /alerts/${alertId}/ack`).map(({ body }) => body)).toEqual([
      { forSeconds: 7200, note: 'on it' },
      { forSeconds: 14_400 },
    ]);
    expect((await cli('alert', 'unack', alertId)).code).toBe(0);
    expect(server.sent(`POST /alerts/${alertId}/unack`)).toHaveLength(1);
  });

  it.each(['8d', '59', 'soon', '0'])('are not acknowledged for %s', async (time) => {
    const { code, err } = await cli('alert', 'ack', alertId, '--for', time);
    expect([code, err.includes('--for must be a time such as')]).toEqual([2, true]);
  });

  it('take a note, and an empty one takes it away', async () => {
    await cli('alert', 'note', alertId, 'Waiting for the vendor');
    await cli('alert', 'note', alertId, '');
    const bodies = server.sent(`POST /alerts/${alertId}/note`).map(({ body }) => body);
    expect(bodies).toEqual([{ note: 'Waiting for the vendor' }, { note: '' }]);
  });

  it('are silenced by their host, and only by that', async () => {
    expect((await cli('alert', 'silence', alertId, '--for', '2h')).code).toBe(0);
    expect(bodyOf('POST /alerts/windows')).toEqual({
      name: 'Filesystem full on web-1',
      kind: 'SILENCE',
      selector: { nodeIds: ['web-1'] },
      from: '2026-01-02T03:04:05.000Z',
      to: '2026-01-02T05:04:05.000Z',
    });
    server.json(`GET /alerts/${alertId}`, anAlert({ target: { beatId: ruleId } }));
    expect(await cli('alert', 'silence', alertId, '--for', '2h')).toMatchObject({
      code: 2,
      err: expect.stringContaining('of no host'),
    });
    expect((await cli('alert', 'silence', alertId)).code).toBe(2);
  });

  it('tells that a channel did not take its message', async () => {
    server.json('GET /alerts/channels', page({ id: ruleId, name: 'On call', type: 'NTFY' }));
    server.json(`POST /alerts/channels/${ruleId}/test`, { ok: false, status: 401, detail: 'no', durationMs: 12 });
    const { code, out } = await cli('alert', 'channel', 'test', 'On call');
    expect([code, out]).toEqual([1, expect.stringMatching(/Taken +no\nStatus +401\nAnswer +no/)]);
    expect(await cli('alert', 'channel', 'test', 'On cal')).toMatchObject({
      code: 4,
      err: expect.stringContaining('did you mean "On call"?'),
    });
  });

  it('explains a route by the name of a rule', async () => {
    server.json('GET /alerts/rules', page(anAlertRule()));
    server.json('POST /alerts/routes/explain', { routes: [], windows: [] });
    const { out } = await cli(
      'alert',
      'route',
      'explain',
      'web-1',
      '--severity',
      'WARNING',
      '--rule',
      'Filesystem full',
    );
    expect(out).toBe('Nobody would be told.\n');
    expect(bodyOf('POST /alerts/routes/explain')).toEqual({ nodeId: 'web-1', severity: 'WARNING', ruleId });
  });

  describe('windows', () => {
    it('are made for now, for later, and for again and again', async () => {
      await cli('alert', 'window', 'add', 'Move', '--tag', 'rack-4', '--tag-none', 'old', '--for', '3h');
      await cli(
        'alert',
        'window',
        'add',
        'Later',
        'web-1',
        '--kind',
        'MAINTENANCE',
        '--from',
        '2026-03-01T20:00Z',
        '--for',
        '60',
      );
      const cron = ['--cron', '0 2 * * *', '--timezone', 'UTC', '--severity', 'WARNING'];
      await cli('alert', 'window', 'add', 'Import', '--all', ...cron, '--for', '90m');
      expect(server.sent('POST /alerts/windows').map(({ body }) => body)).toEqual([
        {
          name: 'Move',
          kind: 'SILENCE',
          selector: { tagsAll: ['rack-4'], tagsNone: ['old'] },
          from: '2026-01-02T03:04:05.000Z',
          to: '2026-01-02T06:04:05.000Z',
        },
        {
          name: 'Later',
          kind: 'MAINTENANCE',
          selector: { nodeIds: ['web-1'] },
          from: '2026-03-01T20:00:00.000Z',
          to: '2026-03-01T20:01:00.000Z',
        },
        {
          name: 'Import',
          kind: 'SILENCE',
          selector: { all: true },
          severities: ['WARNING'],
          cron: '0 2 * * *',
          timezone: 'UTC',
          durationSeconds: 5400,
        },
      ]);
    });

    it.each([
      [['x', '--for', '1h'], 'Which hosts?'],
      [['x', 'web-1', '--all', '--for', '1h'], '--all is all hosts'],
      [['x', '--all'], 'for'],
      [['x', '--all', '--for', '91d'], 'at most 90d'],
      [['x', '--all', '--for', '1h', '--cron', '0 2 * * *'], '--timezone'],
      [['x', '--all', '--for', '1h', '--timezone', 'UTC'], '--timezone is that of --cron'],
      [['x', '--all', '--for', '1h', '--from', 'noon'], '--from must be a time'],
      [['x', '--all', '--for', '1h', '--from', '2026-03-01T20:00Z', '--cron', '0 2 * * *'], 'give one'],
    ])('are not made of %j', async (words, message) => {
      const { code, err } = await cli('alert', 'window', 'add', ...words);
      expect([code, err.includes(message)]).toEqual([2, true]);
      expect(server.received).toEqual([]);
    });

    it('are listed while they are not over', async () => {
      const over = aWindow({ name: 'Over', active: false, activeUntil: null });
      server.json('GET /alerts/windows', page(aWindow(), over));
      expect((await cli('alert', 'window', 'list')).out).not.toContain('Over');
      expect((await cli('alert', 'window', 'list', '--past')).out).toContain('Over');
    });

    it('end now', async () => {
      server.json(`PUT /alerts/windows/${windowId}`, aWindow({ active: false, activeUntil: null }));
      expect((await cli('alert', 'window', 'end', '0198c0de')).code).toBe(0);
      expect(bodyOf(`PUT /alerts/windows/${windowId}`)).toEqual({
        name: 'Upgrade',
        kind: 'MAINTENANCE',
        selector: { nodeIds: ['web-1'] },
        from: '2026-01-02T03:00:00.000Z',
        to: '2026-01-02T03:04:05.000Z',
      });
    });

    it.each([
      ['that come again', aWindow({ from: undefined, to: undefined, cron: '0 2 * * *', timezone: 'UTC' } as object)],
      ['that have not begun', aWindow({ active: false, from: '2026-01-02T04:00:00.000Z' })],
      ['that go on as the clock here is ahead', aWindow()],
    ])('are deleted by their end: those %s', async (_which, window) => {
      server.json(`GET /alerts/windows/${windowId}`, window);
      server.json(`PUT /alerts/windows/${windowId}`, aWindow());
      server.on(`DELETE /alerts/windows/${windowId}`, (_request, response) => void response.writeHead(204).end());
      expect((await cli('alert', 'window', 'end', windowId, '--json')).code).toBe(0);
      expect(server.sent(`DELETE /alerts/windows/${windowId}`)).toHaveLength(1);
    });
  });

  describe('maintenance of hosts', () => {
    it('is a window of those that are selected', async () => {
      server.json('POST /nodes/select', { count: 2, digest: 'x', items: [] });
      expect((await cli('node', 'maintenance', 'web-1', 'web-2', '--for', '2h')).code).toBe(0);
      expect(bodyOf('POST /alerts/windows')).toEqual({
        name: 'Maintenance of web-1, web-2',
        kind: 'MAINTENANCE',
        selector: { nodeIds: ['web-1', 'web-2'] },
        from: '2026-01-02T03:04:05.000Z',
        to: '2026-01-02T05:04:05.000Z',
      });
    });

    it('is not that of nobody', async () => {
      server.json('POST /nodes/select', { count: 0, digest: 'x', items: [] });
      expect((await cli('node', 'maintenance', '--tag-any', 'wbe', '--for', '2h')).code).toBe(4);
      expect(server.sent('POST /alerts/windows')).toEqual([]);
      expect((await cli('node', 'maintenance', '--for', '2h')).code).toBe(2);
    });
  });

  describe('beats', () => {
    it('print their address alone', async () => {
      server.on('POST /beats', (_request, response) =>
        sendJson(response, 201, { ...aBeat(), url: 'https://x/ping/1' }),
      );
      const { out, err } = await cli('beat', 'add', 'dump', '--every', '1d', '--grace', '0');
      await cli('beat', 'add', 'dump', '--cron', '0 3 * * *', '--timezone', 'UTC');
      expect([out, err]).toEqual(['https://x/ping/1\n', '']);
      expect(server.sent('POST /beats').map(({ body }) => body)).toEqual([
        { name: 'dump', periodSeconds: 86_400, graceSeconds: 0 },
        { name: 'dump', cron: '0 3 * * *', timezone: 'UTC', graceSeconds: 300 },
      ]);
    });

    it.each([[[]], [['--every', '10']], [['--every', '1d', '--cron', '0 3 * * *']], [['--cron', '0 3 * * *']]])(
      'are not made of %j',
      async (words) => {
        expect((await cli('beat', 'add', 'dump', ...words)).code).toBe(2);
      },
    );

    it('are removed by name', async () => {
      const { id } = aBeat();
      server.json('GET /beats', page(aBeat()));
      server.on(`DELETE /beats/${id}`, (_request, response) => void response.writeHead(204).end());
      expect((await cli('beat', 'remove', 'nightly dump')).code).toBe(0);
      expect(server.sent(`DELETE /beats/${id}`)).toHaveLength(1);
      expect((await cli('beat', 'remove', 'other')).code).toBe(4);
    });
  });
});
