import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertMessage, hostileMessage, messageAlert } from '../../../../test/alert-message.builder.js';
import { mailbox, MailServer, type MailServerOptions } from '../../../../test/mail-server.js';
import type { AlertMessage } from '../alert-message.js';
import { EgressPolicy } from '../../../egress/egress-policy.js';
import { Egress } from '../../../egress/egress.js';
import type { SendResult } from './channel-adapter.js';
import { EmailAdapter } from './email.adapter.js';

const deliveryId = '01999999-0000-7000-8000-0000000000dd';
const policy = new EgressPolicy({ allow: [], deny: [], allowLoopback: true });

function given(config: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}

describe('an e-mail', () => {
  let directory: TemporaryDirectory;
  let mail: MailServer | null = null;

  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(async () => {
    await mail?.[Symbol.asyncDispose]();
    mail = null;
    await directory.remove();
  });

  const start = async (options: MailServerOptions = {}): Promise<MailServer> => {
    mail = await MailServer.start(directory.path, options);
    return mail;
  };
  const send = (
    { authority, port }: { authority?: string; port: number },
    {
      config = {},
      secrets = { password: mailbox.pass },
      message = alertMessage(),
    }: {
      config?: Record<string, string | undefined>;
      secrets?: Record<string, string>;
      message?: AlertMessage;
    } = {},
  ): Promise<SendResult> => {
    const all: Record<string, string | undefined> = {
      host: 'localhost',
      port: String(port),
      security: 'STARTTLS',
      username: mailbox.user,
      from: 'hyprbox@example.com',
      to: 'ops@example.com, oncall@example.org',
      ...config,
    };
    return new EmailAdapter(new Egress({ policy, ...(authority !== undefined && { authorities: authority }) })).send({
      message,
      to: { id: 'c', name: 'c', type: 'EMAIL', enabled: true, config: given(all), secrets },
      deliveryId,
      signal: AbortSignal.timeout(5_000),
    });
  };

  it.each([
    ['TLS', { secure: true }],
    ['STARTTLS', {}],
  ])('goes by %s and with the password', async (security, options) => {
    const server = await start(options);
    expect(await send(server, { config: { security } })).toEqual({
      ok: true,
      status: 250,
      detail: expect.stringContaining('Queued as 4711'),
      permanent: false,
    });
    expect(server.last).toMatchObject({
      from: 'hyprbox@example.com',
      to: ['ops@example.com', 'oncall@example.org'],
      user: mailbox.user,
      isSecure: true,
    });
  });

  it('goes without TLS and password where that is said', async () => {
    const server = await start({ plain: true });
    const result = await send(server, { config: { security: 'NONE', username: undefined }, secrets: {} });
    expect(result).toMatchObject({ ok: true, status: 250 });
    expect(server.last).toMatchObject({ isSecure: false, user: null });
  });

  it('says what, where and how bad first, in text and in HTML', async () => {
    const server = await start();
    await send(server);
    const { raw } = server.last;
    expect(raw).toMatch(/^Subject: CRITICAL: Filesystem is nearly full on web-1 \/var \(97\.3 %\)\r$/m);
    expect(raw).toMatch(/^From: HyprBox <hyprbox@example\.com>\r$/m);
    expect(raw).toContain('Content-Type: text/plain');
    expect(raw).toContain('Content-Type: text/html');
    expect(raw).toContain('Since: 2026-01-31 12:00 UTC');
  });

  it('is a thread for a group, each message with the id of its delivery', async () => {
    const server = await start();
    await send(server);
    await send(server, { message: alertMessage({ event: 'resolved', title: 'RESOLVED' }) });
    await send(server, { message: alertMessage({ groupKey: 'another' }) });
    const threads = server.mails.map(({ raw }) => /^References: (<\w+@example\.com>)\r$/m.exec(raw)?.[1]);
    expect(threads[0]).toBeDefined();
    expect(threads[1]).toBe(threads[0]);
    expect(threads[2]).not.toBe(threads[0]);
    expect(server.last.raw).toMatch(new RegExp(`^Message-ID: <${deliveryId}@example.com>\r$`, 'm'));
  });

  it('holds no header and no markup of a host', async () => {
    const server = await start();
    const alerts = [
      messageAlert({ ruleName: '<img src=x onerror=alert(1)>', host: 'a\r\nBcc: everyone@example.com' }),
      messageAlert(),
    ];
    await send(server, { message: alertMessage({ title: 'x\r\nBcc: everyone@example.com\r\n\r\nbody', alerts }) });
    await send(server, { message: hostileMessage });
    for (const { raw, to } of server.mails) {
      const [head = '', ...body] = raw.split('\r\n\r\n');
      expect(head).not.toMatch(/^bcc:/im);
      expect(to).toEqual(['ops@example.com', 'oncall@example.org']);
      const html = body.join('\r\n\r\n').split('text/html')[1] ?? '';
      expect(html).not.toMatch(/<img|<script|href=3D"javascript/);
    }
  });

  it('fails for good with a wrong password, and says so without it', async () => {
    const server = await start();
    const result = await send(server, { secrets: { password: 'a wrong one' } });
    expect(result).toMatchObject({
      ok: false,
      status: 535,
      permanent: true,
      detail: expect.stringContaining('Invalid username'),
    });
    expect(JSON.stringify(result)).not.toContain('a wrong one');
  });

  it.each([
    [451, false],
    [552, true],
  ])('refused with %i may pass later: not so is %s', async (code, permanent) => {
    const server = await start({ refusal: { code, text: 'Not now' } });
    expect(await send(server)).toMatchObject({
      ok: false,
      status: code,
      permanent,
      detail: expect.stringContaining('Not now'),
    });
  });

  it('is sent to those who exist, and names the others', async () => {
    const server = await start({ refusedRecipient: 'ops@example.com' });
    expect(await send(server)).toMatchObject({
      ok: true,
      detail: expect.stringContaining('Not taken for ops@example.com'),
    });
    expect(server.last.to).toEqual(['oncall@example.org']);
  });

  it('is not sent to a server whose certificate nobody knows, or that is called otherwise', async () => {
    const server = await start();
    expect(await send({ port: server.port })).toMatchObject({
      ok: false,
      status: null,
      permanent: false,
      detail: expect.stringMatching(/certificate/i),
    });
    expect(await send(server, { config: { host: '127.0.0.1' } })).toMatchObject({ ok: false, status: null });
    expect(server.mails).toEqual([]);
  });

  it('is not sent without TLS where TLS is wanted', async () => {
    const server = await start({ plain: true });
    expect(await send(server)).toMatchObject({ ok: false });
    expect(server.mails).toEqual([]);
  });

  it('fails in words where the server hangs up', async () => {
    const closing = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => closing.once('listening', resolve));
    const { port } = closing.address() as AddressInfo; // it listens on TCP
    expect(await send({ port })).toMatchObject({ ok: false, status: null, permanent: false });
    closing.close();
  });
});
