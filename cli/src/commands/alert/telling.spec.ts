import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anAlertRule, ruleId } from '../../test-support/alert-builders.js';
import { FakeServer } from '../../test-support/fake-server.js';
import { runCli } from '../../test-support/run-cli.js';

const channelId = '0198c0de-0000-7000-8000-0000000000d1';
const deliveryId = '0198c0de-0000-7000-8000-0000000000e1';
const page = (...items: object[]): object => ({ items, nextCursor: null });
const onCall = {
  id: channelId,
  name: 'On call',
  type: 'NTFY',
  config: { url: 'https://ntfy.sh', topic: 'ops' },
  secrets: { token: { set: true } },
  sendResolved: true,
  enabled: true,
};
const route = {
  name: 'Databases',
  match: { severities: ['CRITICAL'], ruleIds: [ruleId], selector: { tagsAny: ['db'] } },
  groupBy: ['node'],
  waitSeconds: 15,
  intervalSeconds: 300,
  repeatSeconds: 3600,
  steps: [{ afterSeconds: 0, channelIds: [channelId] }],
};
const delivery = {
  id: deliveryId,
  channelId,
  channelName: 'On call',
  alertIds: [],
  alertCount: 1,
  event: 'firing',
  status: 'FAILED',
  attempts: 3,
  lastError: 'The service answered 403',
  createdAt: '2026-01-02T03:00:00.000Z',
  sentAt: null,
};

describe('who is told, on the command line', () => {
  let server: FakeServer;
  let directory: string;

  beforeEach(async () => {
    server = await FakeServer.start();
    directory = await mkdtemp(join(tmpdir(), 'telling-'));
    server.json('GET /alerts/rules', page(anAlertRule()));
    server.json('GET /alerts/channels', page(onCall));
    server.json('GET /alerts/routes', { items: [route], version: 7 });
    server.json('PUT /alerts/routes', { items: [route], version: 8 });
  });
  afterEach(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  const cli = (...words: string[]) =>
    runCli(words, { env: { HYPRBOX_API_URL: server.url, HYPRBOX_API_TOKEN: 'user-token' }, isTTY: true });
  const bodyOf = (called: string): unknown => server.sent(called)[0]?.body;
  async function fileOf(text: string): Promise<string> {
    const path = join(directory, 'file.yaml');
    await writeFile(path, text);
    return path;
  }

  it('has channels as a file says, and leaves the secrets alone that it does not name', async () => {
    server.json('POST /alerts/channels', { ...onCall, name: 'Mail' }, 201);
    server.json(`PUT /alerts/channels/${channelId}`, onCall);
    const file = await fileOf(`channels:
  - { name: On call, type: NTFY, config: { url: "https://ntfy.sh", topic: ops }, enabled: false }
  - { name: Hook, type: WEBHOOK, config: { url: "https://hooks.example.com" }, secrets: { secret: s3cret } }
`);
    const { code, err, out } = await cli('alert', 'channel', 'apply', '-f', file);
    expect([code, out]).toEqual([0, '']);
    expect(err).toBe('Changed On call.\nAdded Hook.\n');
    expect(bodyOf(`PUT /alerts/channels/${channelId}`)).toEqual({
      name: 'On call',
      type: 'NTFY',
      config: { url: 'https://ntfy.sh', topic: 'ops' },
      secrets: {},
      sendResolved: true,
      enabled: false,
    });
    expect(bodyOf('POST /alerts/channels')).toMatchObject({ name: 'Hook', secrets: { secret: 's3cret' } });
  });

  it.each([
    ['channels: On call', 'has no list "channels"'],
    ['{ channels: [], more: 1 }', 'has "more" beside the list "channels"'],
    ['channels: [{ type: NTFY }]', 'channel 1 has no name'],
    ['channels: [{ name: a }, { name: a }]', '"a" is there twice'],
  ])('takes no file of channels like %s', async (text, words) => {
    const { code, err } = await cli('alert', 'channel', 'apply', '-f', await fileOf(text));
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(server.received).toEqual([]);
  });

  it('removes a channel by its name', async () => {
    server.on(`DELETE /alerts/channels/${channelId}`, (_request, response) => {
      response.writeHead(204).end();
    });
    expect(await cli('alert', 'channel', 'remove', 'On call')).toMatchObject({ code: 0, err: 'Removed On call.\n' });
    expect(server.sent(`DELETE /alerts/channels/${channelId}`)).toHaveLength(1);
    expect((await cli('alert', 'channel', 'remove', 'On cal')).err).toContain('did you mean "On call"?');
  });

  it('writes routes to a file by names, and takes them from it as they were', async () => {
    const { out } = await cli('alert', 'route', 'export');
    expect(out).toContain('rules:\n        - Filesystem full');
    expect(out).toContain('channels:\n          - On call');
    const { code, err } = await cli('alert', 'route', 'apply', '-f', await fileOf(out));
    expect([code, err]).toEqual([0, 'There is 1 route now.\n']);
    expect(bodyOf('PUT /alerts/routes')).toEqual({ items: [route], version: 7 });
  });

  it('leaves out of a route what its file leaves out, and says which channel there is not', async () => {
    await cli(
      'alert',
      'route',
      'apply',
      '-f',
      await fileOf('routes: [{ name: All, steps: [{ channels: [On call] }] }]'),
    );
    expect(bodyOf('PUT /alerts/routes')).toEqual({
      items: [{ name: 'All', match: {}, groupBy: ['rule'], steps: [{ afterSeconds: 0, channelIds: [channelId] }] }],
      version: 7,
    });
    const file = await fileOf('routes: [{ name: All, steps: [{ channels: [Pager] }] }]');
    const { code, err } = await cli('alert', 'route', 'apply', '-f', file);
    expect([code, err]).toEqual([4, expect.stringContaining('There is no alert channel "Pager"')]);
    expect(server.sent('PUT /alerts/routes')).toHaveLength(1);
  });

  it('says that all are told where there is no route', async () => {
    server.json('GET /alerts/routes', { items: [], version: 0 });
    expect((await cli('alert', 'route', 'list')).out).toBe('No route yet: every alert goes to every channel.\n');
  });

  it('lists messages by status and channel, and sends one once more', async () => {
    server.json('GET /alerts/deliveries', page(delivery));
    server.json(`POST /alerts/deliveries/${deliveryId}/resend`, { ...delivery, status: 'QUEUED' }, 201);
    const { out } = await cli('alert', 'delivery', 'list', '--status', 'FAILED', '--channel', 'On call');
    expect(out).toMatch(/0198c0de +On call +firing +FAILED .*The service answered 403/);
    const { query } = server.sent('GET /alerts/deliveries')[0] ?? {};
    expect([query?.get('status'), query?.get('channelId')]).toEqual(['FAILED', channelId]);
    expect((await cli('alert', 'delivery', 'resend', '0198c0de')).err).toBe('It is sent again by On call.\n');
  });

  it('tries a rule as it stands, or as a file says', async () => {
    const target = { nodeId: 'web-1', mount: '/var' };
    const span = { target, from: '2026-01-01T03:00:00.000Z', to: '2026-01-01T05:00:00.000Z', peak: 97.26 };
    server.json('POST /alerts/rules/test', { now: [], history: [span], series: [], truncated: false });
    const { out } = await cli('alert', 'rule', 'test', 'Filesystem full');
    expect(out).toMatch(/web-1 \/var .* 2 h +97\.3/);
    expect(out).toContain('Would fire now on 0 targets; 1 time in the last 7 days.\n');
    const file = await fileOf('rules: [{ name: Filesystem full, kind: METRIC, severity: WARNING }]');
    await cli('alert', 'rule', 'test', 'Filesystem full', '-f', file);
    expect(server.sent('POST /alerts/rules/test').map(({ body }) => body)).toMatchObject([
      { severity: 'CRITICAL', condition: { fire: 95 } },
      { severity: 'WARNING', selector: { all: true } },
    ]);
    expect((await cli('alert', 'rule', 'test', 'Other', '-f', file)).code).toBe(2);
  });
});
