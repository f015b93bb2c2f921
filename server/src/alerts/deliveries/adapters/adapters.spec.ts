import { createHmac } from 'node:crypto';
import { alertChannelTypes, type AlertChannelType } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertMessage, hostileMessage, messageAlert } from '../../../../test/alert-message.builder.js';
import { ServiceDouble } from '../../../../test/service-double.js';
import type { AlertMessage } from '../alert-message.js';
import { EgressPolicy } from '../../../egress/egress-policy.js';
import { Egress } from '../../../egress/egress.js';
import type { SendResult } from './channel-adapter.js';
import { channelAdapters } from './channel-adapters.js';

const deliveryId = '01999999-0000-7000-8000-0000000000dd';
const adapters = channelAdapters(
  new Egress({ policy: new EgressPolicy({ allow: [], deny: [], allowLoopback: true }), timeoutMs: 2_000 }),
);
const overHttp = alertChannelTypes.filter((type) => type !== 'EMAIL');

/** A channel of each type at an address. */
function channelAt(
  type: AlertChannelType,
  url: string,
): { config: Record<string, string>; secrets: Record<string, string> } {
  switch (type) {
    case 'WEBHOOK':
      return { config: { url: `${url}/hook?x=1` }, secrets: { secret: 'the key', authorization: 'Bearer abc' } };
    case 'SLACK':
      return { config: {}, secrets: { url: `${url}/services/T0/B0/X` } };
    case 'TEAMS':
      return { config: {}, secrets: { url: `${url}/workflows/1/invoke?sig=abc` } };
    case 'DISCORD':
      return { config: {}, secrets: { url: `${url}/api/webhooks/1/abc` } };
    case 'TELEGRAM':
      return { config: { chatId: '-100123', apiUrl: url }, secrets: { botToken: '123:ABC' } };
    case 'NTFY':
      return { config: { url, topic: 'ops' }, secrets: { token: 'tk_abc' } };
    case 'GOTIFY':
      return { config: { url: `${url}/gotify/` }, secrets: { token: 'Aabc' } };
    case 'MATRIX':
      return { config: { homeserver: url, roomId: '!room:example.com' }, secrets: { accessToken: 'syt_abc' } };
    case 'PAGERDUTY':
      return { config: { url }, secrets: { routingKey: '0123456789abcdef0123456789abcdef' } };
    case 'OPSGENIE':
      return { config: { url }, secrets: { apiKey: 'abc-def' } };
    case 'EMAIL':
      return { config: {}, secrets: {} };
  }
}

describe('a message', () => {
  let service: ServiceDouble;

  const send = (type: AlertChannelType, message: AlertMessage = alertMessage()): Promise<SendResult> =>
    adapters[type].send({
      message,
      to: { id: 'c', name: 'c', type, enabled: true, ...channelAt(type, service.url) },
      deliveryId,
      signal: AbortSignal.timeout(5_000),
    });
  const resolved = alertMessage({
    event: 'resolved',
    title: 'RESOLVED: Filesystem is nearly full on web-1 /var',
    alerts: [messageAlert({ state: 'RESOLVED', resolvedAt: '2026-01-31T12:30:00.000Z' })],
  });

  beforeEach(async () => {
    service = await ServiceDouble.start();
  });
  afterEach(() => service[Symbol.asyncDispose]());

  it('is posted to a webhook as it is, signed over time and body', async () => {
    service.answers(204);
    expect(await send('WEBHOOK')).toMatchObject({ ok: true, status: 204, permanent: false });
    const { method, path, headers, body, json } = service.last;
    expect([method, path, headers['content-type']]).toEqual(['POST', '/hook?x=1', 'application/json']);
    const { event, groupKey, alerts, externalUrl } = alertMessage();
    expect(json).toEqual({ id: deliveryId, event, groupKey, alerts, externalUrl });
    expect(headers).toMatchObject({ 'idempotency-key': deliveryId, authorization: 'Bearer abc' });
    const timestamp = String(headers['x-hyprbox-timestamp']);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    const expected = createHmac('sha256', 'the key').update(`${timestamp}.${body}`).digest('hex');
    expect(headers['x-hyprbox-signature']).toBe(`sha256=${expected}`);
  });

  it('is a text with blocks for Slack', async () => {
    service.answers(200, 'ok');
    expect(await send('SLACK')).toEqual({ ok: true, status: 200, detail: 'ok', permanent: false });
    expect(service.last).toMatchObject({ method: 'POST', path: '/services/T0/B0/X' });
    expect(service.last.json).toMatchObject({
      text: alertMessage().title,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: alertMessage().title } },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: expect.stringContaining('<https://wiki.example.com/full?a=1&amp;b=2|Runbook>'),
          },
        },
        { type: 'section', text: { text: '<https://hyprbox.example.com/dashboard/alerts|All alerts>' } },
      ],
    });
  });

  it('is an Adaptive Card for Teams', async () => {
    service.answers(202);
    expect(await send('TEAMS')).toMatchObject({ ok: true, status: 202 });
    expect(service.last).toMatchObject({ method: 'POST', path: '/workflows/1/invoke?sig=abc' });
    expect(service.last.json).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: expect.arrayContaining([
              expect.objectContaining({
                inlines: [expect.objectContaining({ text: alertMessage().title, color: 'Attention' })],
              }),
            ]),
            actions: expect.arrayContaining([
              { type: 'Action.OpenUrl', title: 'Runbook', url: 'https://wiki.example.com/full?a=1&b=2' },
            ]),
          },
        },
      ],
    });
    expect(service.last.body.length).toBeLessThan(28_000);
  });

  it('is an embed that pings nobody for Discord, which says whether it took it', async () => {
    service.answers(200, { id: '1' });
    expect(await send('DISCORD')).toMatchObject({ ok: true });
    expect(service.last).toMatchObject({ method: 'POST', path: '/api/webhooks/1/abc?wait=true' });
    expect(service.last.json).toMatchObject({
      content: String.raw`CRITICAL\: Filesystem is nearly full on web\-1 /var \(97\.3 %\)`,
      embeds: [
        {
          color: expect.any(Number),
          description: expect.stringContaining('[Runbook](https://wiki.example.com/full?a=1&b=2)'),
        },
      ],
      allowed_mentions: { parse: [] },
    });
  });

  it('is HTML for Telegram', async () => {
    service.answers(200, { ok: true, result: {} });
    expect(await send('TELEGRAM')).toMatchObject({ ok: true });
    expect(service.last).toMatchObject({ method: 'POST', path: '/bot123:ABC/sendMessage' });
    expect(service.last.json).toMatchObject({
      chat_id: '-100123',
      parse_mode: 'HTML',
      text: expect.stringMatching(
        /^<b>CRITICAL: .*<\/b>\n\nValue: 97.3 %\nSince: 2026-01-31 12:00 UTC\n<a href="https:\/\/wiki/,
      ),
      link_preview_options: { is_disabled: true },
    });
  });

  it('has a priority and a link for ntfy', async () => {
    service.answers(200, { id: 'x' });
    expect(await send('NTFY')).toMatchObject({ ok: true });
    expect(service.last).toMatchObject({ method: 'POST', path: '/', headers: { authorization: 'Bearer tk_abc' } });
    expect(service.last.json).toEqual({
      topic: 'ops',
      title: alertMessage().title,
      message: expect.stringContaining('Value: 97.3 %'),
      priority: 5,
      tags: ['rotating_light'],
      click: 'https://hyprbox.example.com/dashboard/alerts/1',
    });
    await send('NTFY', resolved);
    expect(service.last.json).toMatchObject({ priority: 3, tags: ['white_check_mark'] });
  });

  it('is a message of the application for Gotify, below a path', async () => {
    service.answers(200, { id: 1 });
    expect(await send('GOTIFY')).toMatchObject({ ok: true });
    expect(service.last).toMatchObject({
      method: 'POST',
      path: '/gotify/message',
      headers: { 'x-gotify-key': 'Aabc' },
    });
    expect(service.last.json).toMatchObject({
      title: alertMessage().title,
      priority: 8,
      extras: { 'client::display': { contentType: 'text/plain' } },
    });
  });

  it('is put into a Matrix room under the id of its delivery', async () => {
    service.answers(200, { event_id: '$1' });
    expect(await send('MATRIX')).toMatchObject({ ok: true });
    expect(service.last).toMatchObject({
      method: 'PUT',
      path: `/_matrix/client/v3/rooms/!room%3Aexample.com/send/m.room.message/${deliveryId}`,
      headers: { authorization: 'Bearer syt_abc' },
    });
    expect(service.last.json).toMatchObject({
      msgtype: 'm.text',
      body: expect.stringContaining('97.3 %'),
      format: 'org.matrix.custom.html',
      formatted_body: expect.stringMatching(/^<strong>CRITICAL/),
      'm.mentions': {},
    });
  });

  it('opens an incident of PagerDuty, and closes that one', async () => {
    service.answers(202, { status: 'success' });
    expect(await send('PAGERDUTY')).toMatchObject({ ok: true, status: 202 });
    expect(service.last).toMatchObject({ method: 'POST', path: '/v2/enqueue' });
    expect(service.last.json).toMatchObject({
      routing_key: '0123456789abcdef0123456789abcdef',
      event_action: 'trigger',
      dedup_key: 'disks/rule=01999999',
      payload: {
        summary: alertMessage().title,
        source: 'web-1',
        severity: 'critical',
        timestamp: '2026-01-31T12:00:00.000Z',
      },
      client: 'HyprBox',
      links: [{ href: expect.any(String), text: 'Runbook' }, { text: 'Alert' }],
    });
    await send('PAGERDUTY', resolved);
    expect(service.last.json).toMatchObject({ event_action: 'resolve', dedup_key: 'disks/rule=01999999' });
    const part = { ...resolved, alerts: [...resolved.alerts, messageAlert()] };
    await send('PAGERDUTY', part);
    expect(service.last.json).toMatchObject({ event_action: 'trigger' });
    await send('PAGERDUTY', alertMessage({ event: 'test', alerts: [] }));
    expect(service.last.json).toMatchObject({
      event_action: 'trigger',
      dedup_key: deliveryId,
      payload: { severity: 'info' },
    });
  });

  it('makes an alert of Opsgenie, and closes it by its alias', async () => {
    service.answers(202, { result: 'Request will be processed' });
    expect(await send('OPSGENIE')).toMatchObject({ ok: true, status: 202 });
    expect(service.last).toMatchObject({
      method: 'POST',
      path: '/v2/alerts',
      headers: { authorization: 'GenieKey abc-def' },
    });
    expect(service.last.json).toMatchObject({
      alias: 'disks/rule=01999999',
      message: alertMessage().title,
      priority: 'P1',
      entity: 'web-1',
    });
    await send('OPSGENIE', resolved);
    expect(service.last.path).toBe('/v2/alerts/disks%2Frule%3D01999999/close?identifierType=alias');
  });

  describe.each(overHttp)('by %s', (type) => {
    it('is over where the service refuses it for good, and not where it may take it later', async () => {
      service.answers(400, { error: 'no such topic' });
      expect(await send(type)).toMatchObject({
        ok: false,
        status: 400,
        permanent: true,
        detail: expect.stringContaining('no such topic'),
      });
      service.answers(500, 'a\u0007fault');
      expect(await send(type)).toMatchObject({ ok: false, status: 500, permanent: false, detail: 'a\uFFFDfault' });
      service.answers(408);
      expect(await send(type)).toMatchObject({ ok: false, permanent: false });
      service.answers(429, '{}', { 'retry-after': '17' });
      expect(await send(type)).toMatchObject({ ok: false, status: 429, permanent: false, retryAfterSeconds: 17 });
      service.answers(302, '', { location: '/elsewhere' });
      expect(await send(type)).toMatchObject({ ok: false, status: 302 });
    });

    it('fails in words where the service hangs up', async () => {
      service.answer = (response) => response.destroy();
      await expect(send(type)).rejects.toThrow('The connection was closed before there was an answer.');
    });

    it('holds nothing that is obeyed, and no link that leads elsewhere', async () => {
      service.answers(200);
      await send(type, hostileMessage);
      const { headers, body } = service.last;
      expect(Object.keys(headers)).not.toContain('bcc');
      if (type === 'WEBHOOK') return;
      expect(body).not.toMatch(/javascript:/);
      expect(body).not.toMatch(/[\u202e\u0007]|\\u0000|\\u001b/);
    });

    it('fits what the service takes, and says what is left out', async () => {
      service.answers(200);
      const long = 'ü'.repeat(1_000);
      const alerts = Array.from({ length: 20 }, () =>
        messageAlert({ ruleName: long, host: long, what: long, note: long, value: long }),
      );
      expect(await send(type, alertMessage({ title: long, alerts, more: 5 }))).toMatchObject({ ok: true });
      const most: Partial<Record<AlertChannelType, number>> = {
        NTFY: 9_000,
        TELEGRAM: 9_000,
        TEAMS: 28_000,
        MATRIX: 60_000,
      };
      if (type !== 'WEBHOOK') expect(Buffer.byteLength(service.last.body)).toBeLessThan(most[type] ?? 100_000);
      if (type === 'NTFY') expect(Buffer.byteLength(String(service.last.json['message']))).toBeLessThanOrEqual(4096);
      if (type === 'TELEGRAM') expect(String(service.last.json['text'])).toMatch(/… and \d+ more/);
      if (type === 'OPSGENIE') expect(String(service.last.json['message']).length).toBeLessThanOrEqual(130);
    });
  });

  it('takes the time to wait from where Telegram, Discord and Matrix say it', async () => {
    service.answers(429, { ok: false, parameters: { retry_after: 31 } });
    expect(await send('TELEGRAM')).toMatchObject({ retryAfterSeconds: 31 });
    service.answers(429, { retry_after: 0.6 });
    expect(await send('DISCORD')).toMatchObject({ retryAfterSeconds: 1 });
    service.answers(429, { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2_100 });
    expect(await send('MATRIX')).toMatchObject({ retryAfterSeconds: 3 });
  });

  it('has no markup of a host in Slack, Telegram, Matrix, Discord and Teams', async () => {
    service.answers(200);
    await send('SLACK', hostileMessage);
    const slack = JSON.stringify(service.last.json['blocks']).match(/<[^>]*>/g) ?? [];
    expect(
      slack.filter(
        (each) => !/^<https:\/\/(wiki|hyprbox)\.example\.com\/[^|<>]*\|(Runbook|Alert|All alerts)>$/.test(each),
      ),
    ).toEqual([
      // Of the header, which is plain text.
      ...(JSON.stringify(service.last.json['blocks'])
        .split('"section"')[0]
        ?.match(/<[^>]*>/g) ?? []),
    ]);
    expect(String(service.last.json['text'])).not.toMatch(/[<>]/);
    for (const type of ['TELEGRAM', 'MATRIX'] as const) {
      await send(type, hostileMessage);
      const html = String(service.last.json[type === 'TELEGRAM' ? 'text' : 'formatted_body']);
      const tags = html.match(/<[^>]*>/g) ?? [];
      expect(
        tags.filter(
          (tag) => !/^<\/?(b|strong|p|br|a)>$|^<a href="https:\/\/(wiki|hyprbox)\.example\.com\/[^"<>]*">$/.test(tag),
        ),
      ).toEqual([]);
      expect(html).toContain('&lt;script&gt;');
    }
    await send('DISCORD', hostileMessage);
    const [embed] = service.last.json['embeds'] as { description: string }[];
    expect(embed?.description).toContain(String.raw`\[click\]\(https\://evil\.example\)`);
    expect(String(service.last.json['content'])).toContain(String.raw`\@everyone`);
    await send('TEAMS', hostileMessage);
    expect(service.last.body).not.toMatch(/"type":"(TextBlock|FactSet)"/);
  });
});
