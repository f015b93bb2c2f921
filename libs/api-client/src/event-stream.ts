import { keepAliveSeconds } from '@hyprbox/contracts';
import type { ApiEvents } from '@hyprbox/contracts';
import { ApiError, UnexpectedAnswerError, UnreachableError } from './errors.js';
import { EventParser } from './event-parser.js';
import type { ServerSentEvent } from './event-parser.js';
import type { Http } from './http.js';
import { askedPauseMs, isPassing, jitteredPause } from './retry.js';

export interface EventStreamOptions {
  signal?: AbortSignal | undefined;
  /** Resume after this event instead of from the start. */
  lastEventId?: string | undefined;
  /** Told each time the connection was lost, before the pause that precedes the next try. */
  onReconnect?: ((lost: { why: Error; pauseMs: number }) => void) | undefined;
  /** Give up after this long without a byte from the server. */
  giveUpAfterMs?: number | undefined;
}

/** Two keep-alives missed: the connection is dead even if nobody closed it. */
const silenceMaxMs = 3 * keepAliveSeconds * 1000;
/** Long enough for a server to be upgraded or moved. */
const giveUpAfterMsDefault = 10 * 60 * 1000;
const reconnect = { baseMs: 500, maxPauseMs: 10_000 };

/**
 * Follows an event stream across lost connections, each time resuming after the last event (`Last-Event-ID`).
 * Ends when the server says that there is no more (204), when the consumer stops, or with an error: what the server
 * refuses for good, `UnreachableError` when it stays away, the signal's reason.
 */
export async function* followEvents(
  http: Http,
  stream: ApiEvents,
  options: EventStreamOptions = {},
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const signal = http.endingBy(options.signal);
  let lastEventId = options.lastEventId ?? '';
  let retryMs = 0;
  let failures = 0;
  let lastHeardAt = http.timing.now();

  for (;;) {
    let lost: ApiError | UnreachableError;
    try {
      const response = await open(http, stream, lastEventId, signal);
      if (response.status === 204) return;
      const parser = new EventParser(lastEventId);
      for await (const chunk of untilSilent(response, http, signal)) {
        failures = 0;
        lastHeardAt = http.timing.now();
        const events = parser.push(chunk);
        retryMs = parser.retryMs ?? retryMs;
        for (const event of events) {
          lastEventId = event.id;
          yield event;
        }
        lastEventId = parser.lastEventId;
      }
      lost = new UnreachableError(http.baseUrl, 'the server ended the stream');
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!isPassing(error) && !isBusy(error)) throw error;
      lost = error;
    }
    failures += 1;
    if (http.timing.now() - lastHeardAt > (options.giveUpAfterMs ?? giveUpAfterMsDefault)) throw lost;
    const asked = Math.min(Math.max(askedPauseMs(lost), retryMs), 6 * reconnect.maxPauseMs);
    const pauseMs = asked + jitteredPause(failures, reconnect, http.timing.random());
    options.onReconnect?.({ why: lost, pauseMs });
    await http.timing.sleep(pauseMs, signal);
  }
}

/** Too many calls, or a fault of the server's own: a stream may wait for either to pass. */
function isBusy(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.status === 429 || error.status >= 500);
}

async function open(
  http: Http,
  stream: ApiEvents,
  lastEventId: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const headers: Record<string, string> = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
  const response = await http.open(stream, headers, signal);
  const type = response.headers.get('content-type') ?? 'nothing';
  if (response.status !== 204 && !type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    throw new UnexpectedAnswerError(http.baseUrl, `the event stream ${stream.path} came as ${type}`);
  }
  return response;
}

/** The body's chunks; fails when none comes for too long, or when the connection breaks. */
async function* untilSilent(
  response: Response,
  http: Http,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), http);
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (signal?.aborted || error instanceof UnreachableError) throw error;
    throw http.unreachable(error);
  } finally {
    // Also closes the connection when the consumer stops early; a body that broke already refuses it.
    await reader.cancel().catch(() => undefined);
  }
}

async function withinSilence<T>(read: Promise<T>, http: Http): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new UnreachableError(http.baseUrl, 'the stream fell silent')), silenceMaxMs);
  });
  try {
    return await Promise.race([read, silence]);
  } finally {
    clearTimeout(timer);
  }
}
