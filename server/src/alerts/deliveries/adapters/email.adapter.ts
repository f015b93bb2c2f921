import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { isIP } from 'node:net';
import type { Addressee } from '../../channels/addressee.js';
import type { AlertMessage } from '../alert-message.js';
import { networkFault } from '../../../egress/egress.errors.js';
import type { Egress } from '../../../egress/egress.js';
import type { ChannelAdapter, SendOrder, SendResult } from './channel-adapter.js';
import { escapeHtml } from './escape.js';
import { htmlOf } from './html-message.js';
import { shownAnswer } from './service-answer.js';
import { plainText, told } from './told-message.js';

/** What a mail server may take for each of its answers. */
const answerMs = 10_000;

/** SMTP. Messages about one group of alerts are a thread of their own. */
export class EmailAdapter implements ChannelAdapter {
  constructor(private readonly egress: Egress) {}

  async send({ message, to, deliveryId, signal }: SendOrder): Promise<SendResult> {
    const socket = await this.egress.connect(to.config['host'] ?? '', Number(to.config['port']), signal);
    const transport = createTransport({
      ...this.security(to),
      ...loginOf(to),
      connection: socket,
      greetingTimeout: answerMs,
      socketTimeout: answerMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      const { response, rejected } = await transport.sendMail({ ...mailOf(message, to, deliveryId), signal });
      const refused = rejected.length === 0 ? '' : ` Not taken for ${rejected.join(', ')}.`;
      return { ok: true, status: codeOf(response), detail: shownAnswer(`${response}${refused}`), permanent: false };
    } catch (error) {
      return failureOf(error);
    } finally {
      transport.close();
      socket.destroy();
    }
  }

  private security({ config: { host = '', security } }: Addressee): object {
    const tls = {
      ...(isIP(host) === 0 && { servername: host }),
      ...(this.egress.authorities !== undefined && { ca: this.egress.authorities }),
    };
    switch (security) {
      case 'TLS':
        return { host, secure: true, tls };
      case 'STARTTLS':
        return { host, secure: false, requireTLS: true, tls };
      default:
        return { host, secure: false, ignoreTLS: true };
    }
  }
}

function loginOf({ config: { username }, secrets: { password } }: Addressee): object {
  return username === undefined ? {} : { auth: { user: username, pass: password ?? '' } };
}

/** Nothing in a header comes from a host or a rule, but for the subject: one line, which the library encodes. */
function mailOf(message: AlertMessage, { config: { from = '', to = '' } }: Addressee, deliveryId: string) {
  const words = told(message);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const thread = `<${createHash('sha256').update(message.groupKey).digest('hex').slice(0, 32)}@${domain}>`;
  const isTest = message.event === 'test';
  return {
    from: { name: 'HyprBox', address: from },
    to: to.split(',').map((address) => ({ name: '', address: address.trim() })),
    subject: words.title,
    messageId: `<${deliveryId}@${domain}>`,
    ...(!isTest && { references: thread, inReplyTo: thread }),
    text: `${words.title}\n\n${plainText(words)}\n`,
    html: `<!doctype html><html lang="en"><body><h3>${escapeHtml(words.title)}</h3>${htmlOf(words)}</body></html>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

/** A reply of 5yz will not change (RFC 5321, section 4.2.1). */
function failureOf(error: unknown): SendResult {
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : Number.NaN;
  const response = error instanceof Error && 'response' in error ? String(error.response) : '';
  if (Number.isNaN(status)) return { ok: false, status: null, detail: smtpFault(error), permanent: false };
  return { ok: false, status, detail: shownAnswer(response), permanent: status >= 500 && status < 600 };
}

function smtpFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // Its message tells what the other side did, or which certificate it showed, and holds no password.
  if ((code === 'ETLS' || code === 'ESOCKET' || code === 'EAUTH') && error instanceof Error)
    return shownAnswer(error.message);
  return networkFault(error);
}

function codeOf(response: string): number | null {
  const code = /^\d{3}/.exec(response)?.[0];
  return code === undefined ? null : Number(code);
}
