import { once } from 'node:events';
import { keepAliveSeconds } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One event of a stream, as text/event-stream has it (HTML Living Standard, section 9.2). */
export interface ServerSentEvent {
  id?: string;
  event: string;
  data: string;
}

/** Bytes that may wait for a reader before the next event is made; a slow reader slows only its own stream. */
const highWaterBytes = 256 * 1024;
/** A reader that takes nothing for this long is cut off. */
const stalledMs = 60_000;
/** What clients are told to wait before they connect again. */
export const reconnectMs = 1_000;

/**
 * Answers a request with the events that `source` yields. The next event is asked for only when the reader has room, so
 * memory stays bounded whatever the reader does.
 *
 * @param source ends the stream by returning; its signal tells that the reader, or the server, has gone
 */
export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
  source: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  const gone = new AbortController();
  const end = (): void => gone.abort();
  response.on('close', end);
  closing.addEventListener('abort', end, { once: true });
  request.raw.socket.setNoDelay(true);
  response.writeHead(200, {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Tells nginx not to hold the events back.
    'x-accel-buffering': 'no',
  } as Record<string, string>);
  response.write(`retry: ${reconnectMs}\n\n`);
  const keepAlive = setInterval(() => response.write(': keep-alive\n\n'), keepAliveSeconds * 1000);
  try {
    for await (const event of source(gone.signal)) {
      if (gone.signal.aborted) break;
      response.write(formatEvent(event));
      if (response.writableLength > highWaterBytes) await drained(response, gone.signal);
    }
  } catch (error) {
    if (!gone.signal.aborted) request.log.warn({ err: error }, 'A stream was cut');
  } finally {
    clearInterval(keepAlive);
    closing.removeEventListener('abort', end);
    gone.abort();
    response.end();
  }
}

export function formatEvent({ id, event, data }: ServerSentEvent): string {
  const head = id === undefined ? '' : `id: ${id}\n`;
  return `${head}event: ${event}\ndata: ${data.replaceAll(/\r\n|\r|\n/g, '\ndata: ')}\n\n`;
}

async function drained(response: FastifyReply['raw'], gone: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([gone, AbortSignal.timeout(stalledMs)]);
  try {
    await once(response, 'drain', { signal });
  } catch {
    response.destroy();
    throw new Error('The reader of a stream took nothing for too long, or went away.');
  }
}

/** `Last-Event-ID` as the browser sends it, or as a query parameter where headers can't be set. */
export function lastEventId(request: FastifyRequest): string | undefined {
  const header = request.headers['last-event-id'];
  const query = (request.query as Record<string, unknown>)['lastEventId'];
  if (typeof header === 'string' && header !== '') return header;
  return typeof query === 'string' && query !== '' ? query : undefined;
}
