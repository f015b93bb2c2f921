import { addressOf } from '@hyprbox/contracts';
import type { ApiCall, ApiDownload, ApiEvents, ApiRequest } from '@hyprbox/contracts';
import { ApiError, UnexpectedAnswerError, UnreachableError } from './errors.js';
import { describeNetworkFault } from './network-fault.js';
import { problemOf } from './problem-answer.js';
import { withRetry } from './retry.js';
import type { RetryPolicy, Timing } from './retry.js';

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

interface Sending {
  accept: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
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

  /** Gives what `Calls` promises for the request's kind. */
  send(request: ApiCall<unknown> | ApiDownload): Promise<unknown> | AsyncGenerator<Uint8Array, void, undefined> {
    return request.kind === 'call' ? this.call(request) : this.download(request);
  }

  /** Opens a stream of events. Only the wait for its head is limited in time. */
  open(request: ApiEvents, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<Response> {
    return this.exchange(request, { accept: 'text/event-stream', headers, signal }, (response) =>
      Promise.resolve(response),
    );
  }

  /**
   * A read is repeated when it fails for passing reasons, and so is an order: the server carries it out once however
   * often it is sent under its name. Any other write may have been carried out, and is not repeated.
   */
  private call<Answer>(request: ApiCall<Answer>): Promise<Answer> {
    const isOrder = request.idempotencyKey !== undefined;
    const sending: Sending = { accept: 'application/json' };
    if (isOrder) sending.headers = { 'idempotency-key': request.idempotencyKey ?? crypto.randomUUID() };
    const send = (): Promise<Answer> => this.exchange(request, sending, (response) => this.answer(request, response));
    if (request.method !== 'GET' && !isOrder) return send();
    return withRetry(send, this.options.retry, this.timing, this.options.signal);
  }

  /** A body's bytes as they come; the call is repeated until they begin. */
  private async *download(request: ApiDownload): AsyncGenerator<Uint8Array, void, undefined> {
    const { retry, signal } = this.options;
    // Whatever else comes, such as a problem, is taken as well.
    const sending = { accept: `${request.mediaType}, */*;q=0.1` };
    const open = (): Promise<Response> => this.exchange(request, sending, (response) => Promise.resolve(response));
    const response = await withRetry(open, retry, this.timing, signal);
    if (response.body === null) return;
    try {
      yield* response.body;
    } catch (error) {
      throw signal?.aborted ? signal.reason : this.unreachable(error);
    }
  }

  /** The signal that ends one request: its own, or the client's. */
  endingBy(signal: AbortSignal | undefined): AbortSignal | undefined {
    const signals = [signal, this.options.signal].filter((each) => each !== undefined);
    return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  }

  unreachable(error: unknown): UnreachableError {
    return new UnreachableError(this.baseUrl, describeNetworkFault(error), { cause: error });
  }

  private async answer<Answer>(request: ApiCall<Answer>, response: Response): Promise<Answer> {
    if (request.answeredWith === 'nothing') {
      await response.body?.cancel();
      // Its type is void: the list has `command` for such a call.
      return undefined as Answer;
    }
    const text = await response.text();
    try {
      // The contract's types are what the server promises; its own tests hold it to them.
      return JSON.parse(text) as Answer;
    } catch (error) {
      const what = `${request.method} ${request.path} gave no JSON`;
      throw new UnexpectedAnswerError(this.baseUrl, what, { cause: error });
    }
  }

  private async exchange<T>(
    request: ApiRequest,
    sending: Sending,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const body = request.kind === 'call' ? request.body : undefined;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.options.answerTimeoutMs);
    const ending = this.endingBy(sending.signal);
    try {
      const response = await this.options.fetch(this.baseUrl + addressOf(request), {
        method: request.method,
        headers: this.headers(sending, body !== undefined),
        body: body === undefined ? null : JSON.stringify(body),
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

  private headers({ accept, headers }: Sending, hasBody: boolean): Record<string, string> {
    const { userAgent, token } = this.options;
    return {
      accept,
      'user-agent': userAgent,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    };
  }
}
