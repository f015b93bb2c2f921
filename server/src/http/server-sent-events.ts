import { once } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One event of a stream, as text/event-stream has it (HTML Living Standard, section 9.2). */
export interface ServerSentEvent {
  /** Nest would number an event that has none, and readers would come back with that number. */
  id: string;
  event: string;
  data: string;
}

/** A reader that takes nothing for this long is cut off. */
const stalledMs = 60_000;
/** What clients are told to wait before they connect again. */
export const reconnectMs = 1_000;

/** The headers of an event stream, with those that every answer has. */
export function streamHeaders(reply: FastifyReply): Record<string, string> {
  return {
    // Fastify's type allows `undefined`, which no header that was set has.
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Tells nginx not to hold the events back.
    'x-accel-buffering': 'no',
  };
}

/** Waits until the reader has taken what was written; whoever takes nothing for too long is cut off. */
export async function drained(response: FastifyReply['raw'], closing: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(stalledMs)]);
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
