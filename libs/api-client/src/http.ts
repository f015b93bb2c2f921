import { ApiError, UnexpectedAnswerError, UnreachableError } from './errors.js';
import { describeNetworkFault } from './network-fault.js';
import { problemOf } from './problem-answer.js';
import { withRetry } from './retry.js';
import type { RetryPolicy, Timing } from './retry.js';

export type QueryValue = string | number | boolean | readonly string[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface HttpOptions {
  baseUrl: string;
  token: string | undefined;
  fetch: typeof fetch;
  retry: RetryPolicy;
  timing: Timing;
  userAgent: string;
  /** Longest wait for the head of an answer, and for the whole of a JSON one. */
  answerTimeoutMs: number;
  /** Ends every call of the client. */
  signal: AbortSignal | undefined;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Send extends CallOptions {
  query?: Query | undefined;
  body?: unknown;
  accept?: string;
  headers?: Record<string, string>;
}

/** One place where calls leave: address, credentials, timeouts, errors and repeats are decided here. */
export class Http {
  readonly timing: Timing;

  constructor(private readonly options: HttpOptions) {
    this.timing = options.timing;
  }

  get baseUrl(): string {
    return this.options.baseUrl;
  }

  /** A read; repeated when it fails for passing reasons. */
  get<T>(path: string, query?: Query, call: CallOptions = {}): Promise<T> {
    const read = (): Promise<T> => this.json<T>('GET', path, { ...call, query });
    return withRetry(read, this.options.retry, this.timing, this.endingBy(call.signal));
  }

  /** A write; never repeated, since the first try may have been carried out. */
  write<T>(method: Exclude<Method, 'GET'>, path: string, body?: unknown, call: CallOptions = {}): Promise<T> {
    return this.json<T>(method, path, { ...call, body });
  }

  /**
   * A write under a name of its own, which the server carries out once however often it is sent: so it is repeated as
   * a read is.
   */
  order<T>(path: string, body: unknown, call: CallOptions = {}): Promise<T> {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const send = (): Promise<T> => this.json<T>('POST', path, { ...call, body, headers });
    return withRetry(send, this.options.retry, this.timing, this.endingBy(call.signal));
  }

  /** A write that answers with nothing. */
  async command(method: Exclude<Method, 'GET'>, path: string, body?: unknown, call: CallOptions = {}): Promise<void> {
    await this.exchange(method, path, { ...call, body }, (response) => response.body?.cancel() ?? Promise.resolve());
  }

  /** Opens a body that is read as it comes. Only the wait for its head is limited in time. */
  open(path: string, accept: string, send: Omit<Send, 'accept' | 'body'> = {}): Promise<Response> {
    return this.exchange('GET', path, { ...send, accept }, (response) => Promise.resolve(response));
  }

  /** A body's bytes as they come; the call is repeated until they begin. */
  async *download(path: string, accept: string, call: CallOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    const ending = this.endingBy(call.signal);
    const response = await withRetry(() => this.open(path, accept, call), this.options.retry, this.timing, ending);
    if (response.body === null) return;
    try {
      yield* response.body;
    } catch (error) {
      throw ending?.aborted ? ending.reason : this.unreachable(error);
    }
  }

  /** The signal that ends one call: its own, or the client's. */
  endingBy(signal: AbortSignal | undefined): AbortSignal | undefined {
    const signals = [signal, this.options.signal].filter((each) => each !== undefined);
    return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  }

  unreachable(error: unknown): UnreachableError {
    return new UnreachableError(this.baseUrl, describeNetworkFault(error), { cause: error });
  }

  private json<T>(method: Method, path: string, send: Send): Promise<T> {
    return this.exchange(method, path, send, async (response) => {
      const text = await response.text();
      try {
        // The contract's types are what the server promises; its own tests hold it to them.
        return JSON.parse(text) as T;
      } catch (error) {
        throw new UnexpectedAnswerError(this.baseUrl, `${method} ${path} gave no JSON`, { cause: error });
      }
    });
  }

  private async exchange<T>(
    method: Method,
    path: string,
    send: Send,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.options.answerTimeoutMs);
    const ending = this.endingBy(send.signal);
    try {
      const response = await this.options.fetch(this.address(path, send.query), {
        method,
        headers: this.headers(send),
        body: send.body === undefined ? null : JSON.stringify(send.body),
        // A redirect would carry a password or a token somewhere else: it is reported, not followed.
        redirect: 'manual',
        signal: ending === undefined ? timeout.signal : AbortSignal.any([timeout.signal, ending]),
      });
      if (response.status >= 300 && response.status < 400) throw await this.redirected(response);
      if (!response.ok) throw await problemOf(response);
      return await read(response);
    } catch (error) {
      if (error instanceof ApiError || error instanceof UnexpectedAnswerError) throw error;
      if (ending?.aborted) throw ending.reason;
      if (timeout.signal.aborted) {
        const seconds = Math.round(this.options.answerTimeoutMs / 1000);
        throw new UnreachableError(this.baseUrl, `no answer came within ${seconds} s`, { cause: error });
      }
      throw this.unreachable(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async redirected(response: Response): Promise<UnexpectedAnswerError> {
    await response.body?.cancel();
    const target = response.headers.get('location') ?? 'nowhere';
    return new UnexpectedAnswerError(this.baseUrl, `it redirects to ${target}`);
  }

  private address(path: string, query: Query = {}): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      search.set(name, typeof value === 'object' ? value.join(',') : String(value));
    }
    return `${this.baseUrl}/api${path}${search.size === 0 ? '' : `?${search.toString()}`}`;
  }

  private headers(send: Send): Record<string, string> {
    return {
      accept: send.accept ?? 'application/json',
      'user-agent': this.options.userAgent,
      ...(send.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.options.token === undefined ? {} : { authorization: `Bearer ${this.options.token}` }),
      ...send.headers,
    };
  }
}

/** Builds a path from parts that may hold anything: each stays one segment. */
export function path(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  return strings.reduce((built, text, index) => built + encodeSegment(parts[index - 1] ?? '') + text);
}

/** `.` and `..` survive encodeURIComponent and would be resolved away by `fetch`, encoded or not. */
function encodeSegment(part: string): string {
  if (part === '' || part === '.' || part === '..') throw new TypeError(`"${part}" cannot be part of an address`);
  return encodeURIComponent(part);
}
