import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  user: string | null;
  isSecure: boolean;
  raw: string;
}

export interface MailServerOptions {
  /** TLS from the start. */
  secure?: boolean;
  /** Offers no TLS at all. */
  plain?: boolean;
  /** What a message is refused with. */
  refusal?: { code: number; text: string };
  refusedRecipient?: string;
}

export const mailbox = { user: 'alerts@example.com', pass: 'the password of the mailbox' };

/** A real SMTP server for 127.0.0.1 and localhost that asks for a password and keeps what it takes. */
export class MailServer implements AsyncDisposable {
  private constructor(
    private readonly server: SMTPServer,
    readonly mails: ReceivedMail[],
    /** Behind its certificate, in PEM. */
    readonly authority: string,
    readonly port: number,
  ) {}

  /** `directory` gets its key and certificate. */
  static async start(directory: string, options: MailServerOptions = {}): Promise<MailServer> {
    const [key, authority] = [join(directory, 'mail-key.pem'), join(directory, 'mail-cert.pem')];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const names = ['-subj', '/CN=Mail', '-addext', 'subjectAltName=DNS:localhost,DNS:mail.example'];
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', authority], { stdio: 'pipe' });
    const mails: ReceivedMail[] = [];
    const server = new SMTPServer({
      secure: options.secure ?? false,
      key: readFileSync(key),
      cert: readFileSync(authority),
      ...(options.plain && { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
      authOptional: options.plain ?? false,
      onAuth: ({ username, password }, _session, done) => {
        if (username === mailbox.user && password === mailbox.pass) done(null, { user: username });
        else done(Object.assign(new Error('Invalid username or password'), { responseCode: 535 }));
      },
      onRcptTo: ({ address }, _session, done) => {
        if (address === options.refusedRecipient) done(Object.assign(new Error('No such user'), { responseCode: 550 }));
        else done();
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (options.refusal) {
            done(Object.assign(new Error(options.refusal.text), { responseCode: options.refusal.code }));
            return;
          }
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            from: mailFrom === false || mailFrom === null ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            user: typeof session.user === 'string' ? session.user : null,
            isSecure: session.secure,
            raw: Buffer.concat(chunks).toString('utf8'),
          });
          done(null, 'Queued as 4711');
        });
      },
    });
    server.on('error', () => undefined);
    const listening = server.listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => listening.once('listening', resolve));
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('No TCP port was given');
    return new MailServer(server, mails, readFileSync(authority, 'utf8'), address.port);
  }

  get last(): ReceivedMail {
    const mail = this.mails.at(-1);
    if (!mail) throw new Error('No mail came.');
    return mail;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
