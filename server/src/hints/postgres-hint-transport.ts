import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { Hint } from './hint.js';
import type { HintTransport } from './hint-transport.js';

const channel = 'hyprbox_hints';
/** PostgreSQL refuses a payload of 8000 bytes or more. */
const payloadBytes = 7_900;
/** Hints that wait for the connection; older ones are dropped, which hints may be. */
const queueLength = 10_000;
const reconnectMs = 1_000;

/**
 * Hints by LISTEN/NOTIFY over one connection of its own: a NOTIFY inside a business transaction would take a global
 * lock at its commit. Hints that come while one batch is under way leave together in the next.
 */
export class PostgresHintTransport implements HintTransport {
  private readonly logger = new Logger('Hints');
  private readonly sender = randomUUID();
  private queue: Hint[] = [];
  private client: pg.Client | null = null;
  private sending = false;
  private stopped = false;
  private retry: NodeJS.Timeout | null = null;
  /** Whether another replica has been heard; alone, there is nobody to tell. */
  private hasPeers = false;
  private listener: (hint: Hint) => void = () => undefined;

  constructor(private readonly url: string) {}

  receive(listener: (hint: Hint) => void): void {
    this.listener = listener;
  }

  send(hint: Hint): void {
    if (!this.hasPeers) return;
    if (this.queue.length >= queueLength) this.queue.shift();
    this.queue.push(hint);
    if (!this.sending) queueMicrotask(() => void this.flush());
  }

  async start(): Promise<void> {
    await this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
    this.client = null;
  }

  private async connect(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({ connectionString: this.url, application_name: 'hyprbox-hints', keepAlive: true });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) => this.read(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.client = client;
      await this.greet('hello');
      await this.flush();
    } catch {
      client.end().catch(() => undefined);
      this.again();
    }
  }

  private lost(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    if (!this.stopped) this.logger.warn('The connection for hints is gone; trying again.');
    this.again();
  }

  private again(): void {
    if (this.stopped || this.retry) return;
    this.retry = setTimeout(() => {
      this.retry = null;
      void this.connect();
    }, reconnectMs);
  }

  private async flush(): Promise<void> {
    if (this.sending || !this.client || this.queue.length === 0) return;
    this.sending = true;
    try {
      while (this.queue.length > 0 && this.client) {
        const batch = this.queue;
        this.queue = [];
        for (const payload of pack(this.sender, batch))
          await this.client.query('SELECT pg_notify($1, $2)', [channel, payload]);
      }
    } catch {
      // The connection broke: its own event brings a new one, and lost hints are what the slow polls are for.
    } finally {
      this.sending = false;
    }
  }

  /** Replicas find each other: who comes says hello, and who hears it answers, so that both know of the other. */
  private async greet(word: 'hello' | 'here'): Promise<void> {
    await this.client?.query('SELECT pg_notify($1, $2)', [channel, `${this.sender} ${word}`]);
  }

  private read(payload: string): void {
    const space = payload.indexOf(' ');
    if (payload.slice(0, space) === this.sender) return;
    this.hasPeers = true;
    const content = payload.slice(space + 1);
    // An answer that gets lost is made up for by the next hint that is sent.
    if (content === 'hello') this.greet('here').catch(() => undefined);
    else if (content !== 'here') for (const hint of parseHints(content)) this.listener(hint);
  }
}

/** Each payload is the sender's id, a space, and a JSON array of hints. A hint too large for one is left out. */
export function pack(sender: string, hints: Hint[]): string[] {
  const payloads: string[] = [];
  let parts: string[] = [];
  let size = 0;
  const room = payloadBytes - sender.length - 3;
  const close = (): void => {
    if (parts.length > 0) payloads.push(`${sender} [${parts.join(',')}]`);
    parts = [];
    size = 0;
  };
  for (const hint of hints) {
    for (const small of split(hint)) {
      const text = JSON.stringify(small);
      const bytes = Buffer.byteLength(text) + 1;
      if (bytes > room) continue;
      if (size + bytes > room) close();
      parts.push(text);
      size += bytes;
    }
  }
  close();
  return payloads;
}

const heartbeatsPerHint = 10;

function* split(hint: Hint): Iterable<Hint> {
  if (hint.topic !== 'heartbeats') {
    yield hint;
    return;
  }
  for (let i = 0; i < hint.items.length; i += heartbeatsPerHint) {
    yield { topic: 'heartbeats', items: hint.items.slice(i, i + heartbeatsPerHint) };
  }
}

function parseHints(text: string): Hint[] {
  try {
    // Only replicas of this product can notify on the database's channel.
    const hints = JSON.parse(text) as Hint[];
    return Array.isArray(hints) ? hints : [];
  } catch {
    return [];
  }
}
