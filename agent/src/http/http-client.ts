import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { trustSystemCertificates } from '@hyprbox/api-client';
import { parseRetryAfter } from './retry-after.js';

/** Largest answer that is read: a claimed script of limits.scriptBytes, each byte escaped in JSON, fits. */
const answerBytesMax = 4 * 1024 * 1024;
const connectionsMax = 80;
/** A connection that is idle for this long is asked for a sign of life (TCP keep-alive). */
const keepAliveAfterMs = 10_000;

export interface Answer {
  status: number;
  /** The parsed JSON; undefined when there is none. */
  body: unknown;
  retryAfterMs: number | null;
}

/** The server could not be reached, or the connection ended before its answer. */
export class Unreachable extends Error {}

export interface Call {
  method: 'GET' | 'POST';
  /** Below the base address, from `/api` on. */
  path: string;
  body?: Buffer;
  timeoutMs: number;
  signal: AbortSignal;
}

interface Transport {
  request(options: RequestOptions): ClientRequest;
  agent: Agent;
}

/**
 * JSON over kept-alive connections by node:http(s). The global fetch would cost the agent 25 MB of memory.
 */
export class HttpClient {
  private transport: Transport | undefined;

  constructor(
    private readonly base: URL,
    private readonly proxy: string | null,
    private readonly userAgent: string,
    private readonly token: () => string,
    private readonly now: () => Date,
  ) {}

  /** @throws Unreachable when no answer came; an answer of any status is returned. */
  async send(call: Call): Promise<Answer> {
    this.transport ??= openTransport(this.base.protocol, this.proxy);
    const ended = new AbortController();
    const end = (): void => ended.abort();
    const { agent } = this.transport;
    const timer = setTimeout(() => {
      end();
      // What one connection hung on, the idle ones beside it hang on as well: after a suspend, or another network.
      for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
    }, call.timeoutMs);
    call.signal.addEventListener('abort', end);
    if (call.signal.aborted) end();
    try {
      return await this.sendOnce(this.transport, call, ended.signal);
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener('abort', end);
    }
  }

  close(): void {
    this.transport?.agent.destroy();
  }

  private async sendOnce(transport: Transport, call: Call, signal: AbortSignal): Promise<Answer> {
    const first = await this.exchange(transport, call, signal);
    if (first !== 'stale connection') return first;
    const second = await this.exchange(transport, call, signal);
    if (second === 'stale connection') throw new Unreachable('the server closed the connection');
    return second;
  }

  /**
   * A kept connection may have been closed by the server just as it was used again. Every call of the agent may be
   * repeated, so that case is told apart and is tried once more at once.
   */
  private exchange(transport: Transport, call: Call, signal: AbortSignal): Promise<Answer | 'stale connection'> {
    return new Promise((resolve, reject) => {
      const request = transport.request(this.options(transport, call, signal));
      request.once('socket', (socket) => socket.setKeepAlive(true, keepAliveAfterMs));
      request.once('error', (error: NodeJS.ErrnoException) => {
        const stale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        if (stale && !signal.aborted) resolve('stale connection');
        else reject(new Unreachable(signal.aborted ? 'no answer in time' : reasonOf(error)));
      });
      request.once('response', (response) => {
        this.read(response).then(
          (answer) => {
            // An answer that came before the whole body was sent leaves the connection in an unknown state.
            if (!request.writableFinished) request.destroy();
            resolve(answer);
          },
          (error: unknown) => {
            request.destroy();
            reject(new Unreachable(reasonOf(error)));
          },
        );
      });
      request.end(call.body);
    });
  }

  private options(transport: Transport, call: Call, signal: AbortSignal): RequestOptions {
    return {
      protocol: this.base.protocol,
      hostname: this.base.hostname.replace(/^\[|\]$/g, ''),
      port: this.base.port,
      path: this.base.pathname.replace(/\/$/, '') + call.path,
      method: call.method,
      agent: transport.agent,
      signal,
      headers: {
        authorization: `Bearer ${this.token()}`,
        accept: 'application/json',
        'user-agent': this.userAgent,
        ...(call.body && { 'content-type': 'application/json', 'content-length': call.body.length }),
      },
    };
  }

  private async read(response: IncomingMessage): Promise<Answer> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of response) {
      if (!Buffer.isBuffer(piece)) continue;
      pieces.push(piece);
      length += piece.length;
      if (length > answerBytesMax) throw new Error('the answer is too large');
    }
    return {
      status: response.statusCode ?? 0,
      body: parseJson(response.headers['content-type'], pieces),
      retryAfterMs: parseRetryAfter(response.headers['retry-after'], this.now()),
    };
  }
}

function parseJson(contentType: string | undefined, pieces: Buffer[]): unknown {
  if (!/^application\/(?:[a-z.-]+\+)?json\b/i.test(contentType ?? '')) return undefined;
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Takes the modules as CommonJS has them: an `import` reads every export of node:http, one of which loads the whole of
 * undici (11 MB). TLS is loaded only when it is used.
 */
function openTransport(protocol: string, proxy: string | null): Transport {
  const proxyEnv = proxy === null ? {} : { http_proxy: proxy, https_proxy: proxy };
  const options = { keepAlive: true, maxSockets: connectionsMax, proxyEnv };
  if (protocol === 'https:' || proxy?.startsWith('https:')) trustSystemCertificates();
  if (protocol === 'https:') {
    const https = process.getBuiltinModule('node:https');
    return { request: https.request, agent: new https.Agent(options) };
  }
  const http = process.getBuiltinModule('node:http');
  return { request: http.request, agent: new http.Agent(options) };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node reports "happy eyeballs" failures as an AggregateError without a message.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message === '' ? code : error.message;
}
