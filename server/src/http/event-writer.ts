import { keepAliveSeconds } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { drained, reconnectMs, streamHeaders, type ServerSentEvent } from './server-sent-events.js';

/** Bytes that may wait for a reader before the next event is made; a slow reader slows only its own stream. */
const highWaterBytes = 256 * 1024;

/**
 * Answers a request with the events that `source` yields, written to the connection itself: for a stream that brings
 * each event to all of its readers at once, where what Nest does for each of them is most of the work. The next event is
 * asked for only when the reader has room, so memory stays bounded whatever the reader does.
 *
 * @param open resolves to the events once none can be missed any more: only then is the reader told that the stream is
 *   open. They end the stream by returning; the signal tells that the reader, or the server, has gone
 */
export async function writeEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
  open: (signal: AbortSignal) => Promise<AsyncIterable<ServerSentEvent>>,
): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  const gone = new AbortController();
  const end = (): void => gone.abort();
  response.on('close', end);
  closing.addEventListener('abort', end, { once: true });
  request.raw.socket.setNoDelay(true);
  const begin = (): void => {
    response.writeHead(200, streamHeaders(reply));
    response.write(`retry: ${reconnectMs}\n\n`);
  };
  let keepAlive: NodeJS.Timeout | undefined;
  try {
    const events = await open(gone.signal);
    if (!gone.signal.aborted) begin();
    keepAlive = setInterval(() => response.write(': keep-alive\n\n'), keepAliveSeconds * 1000);
    for await (const event of events) {
      if (gone.signal.aborted) break;
      response.write(formatEvent(event));
      if (response.writableLength > highWaterBytes) await drained(response, gone.signal);
    }
  } catch (error) {
    if (!gone.signal.aborted) {
      request.log.warn({ err: error }, 'A stream was cut');
      // Browsers come back to a stream that ended, never to one that could not be opened.
      if (!response.headersSent) begin();
    }
  } finally {
    clearInterval(keepAlive);
    closing.removeEventListener('abort', end);
    gone.abort();
    response.end();
  }
}

function formatEvent({ id, event, data }: ServerSentEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data.replaceAll(/\r\n|\r|\n/g, '\ndata: ')}\n\n`;
}
