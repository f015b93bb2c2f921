import type { MessageEvent } from '@nestjs/common';
import { keepAliveSeconds } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Observable, type Subscriber } from 'rxjs';
import { drained, lastEventId, reconnectMs, streamHeaders, type ServerSentEvent } from './server-sent-events.js';

/** Characters that Nest may hold until they are written, before it is looked whether there is room for more. */
const unwrittenMax = 64 * 1024;
/** What an event takes beside its data: Nest writes at most 1,024 in a turn of the event loop. */
const eventOverhead = 64;

/**
 * What a route declared by `@Sse` returns. An Observable pushes, and Nest would keep what a slow reader has no room for;
 * so the next event is asked for only when the reply has room, and memory stays bounded whatever the reader does.
 *
 * @param closing aborted when the reader has gone, or may not be told any more: it ends the stream
 * @param source ends the stream by returning; it is given `closing`
 */
export function observeEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
  source: (closing: AbortSignal) => AsyncIterable<ServerSentEvent>,
): Observable<MessageEvent> {
  return new Observable((reader) => {
    writeOwnHeaders(reply);
    // Nest gives it an id: the one that the reader came with, if any, so that it keeps it.
    reader.next({ id: lastEventId(request) ?? '', retry: reconnectMs });
    if (closing.aborted) {
      reader.complete();
      return;
    }
    const end = (): void => {
      letGo(reply.raw);
      reader.complete();
    };
    closing.addEventListener('abort', end, { once: true });
    const keepAlive = setInterval(() => {
      if (!reply.raw.writableNeedDrain) reader.next({ comment: 'keep-alive' });
    }, keepAliveSeconds * 1000);
    passOn(source(closing), reader, reply.raw, closing)
      .catch((error: unknown) => {
        if (!closing.aborted) request.log.warn({ err: error }, 'A stream was cut');
      })
      .finally(end);
    return () => {
      clearInterval(keepAlive);
      closing.removeEventListener('abort', end);
    };
  });
}

async function passOn(
  events: AsyncIterable<ServerSentEvent>,
  reader: Subscriber<MessageEvent>,
  response: FastifyReply['raw'],
  closing: AbortSignal,
): Promise<void> {
  let unwritten = 0;
  for await (const { id, event, data } of events) {
    if (reader.closed) return;
    writeTogether(response);
    reader.next({ id, type: event, data });
    unwritten += eventOverhead + data.length;
    if (unwritten < unwrittenMax && !response.writableNeedDrain) continue;
    // An event that comes while Nest is busy with another one is written a little later, still in this turn.
    await nextTurn();
    unwritten = 0;
    if (response.writableNeedDrain) await drained(response, closing);
  }
}

async function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Replies that were written to in this turn of the event loop. */
const writtenTo = new Set<FastifyReply['raw']>();

/**
 * Nest writes each event by itself, a system call each; all but the first of a turn of the event loop are kept until its
 * end, and leave as one.
 */
function writeTogether(response: FastifyReply['raw']): void {
  if (writtenTo.size === 0) setImmediate(endTurn);
  if (!writtenTo.has(response)) writtenTo.add(response);
  else if (response.writableCorked === 0) response.cork();
}

function endTurn(): void {
  for (const response of writtenTo) letGo(response);
  writtenTo.clear();
}

/** Before its end, too: node:http sends the last chunk of a reply ahead of those that it keeps. */
function letGo(response: FastifyReply['raw']): void {
  if (response.writableCorked > 0) response.uncork();
}

/** Nest writes a set of headers that no decorator can change, without the charset and with some for HTTP/1.0. */
function writeOwnHeaders(reply: FastifyReply): void {
  const { raw } = reply;
  const writeHead = raw.writeHead.bind(raw);
  raw.writeHead = (status: number) => writeHead(status, streamHeaders(reply));
}
