import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Controller, Module, Req, Res, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { eventually } from '@hyprbox/testing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { observeEvents } from './event-observable.js';
import type { ServerSentEvent } from './server-sent-events.js';

type Source = (closing: AbortSignal) => AsyncIterable<ServerSentEvent>;

/** What the route does in the test that is running. */
let source: Source;
let reply: FastifyReply;
const access = { ends: new AbortController() };

@Controller()
class EventsController {
  @Sse('events')
  events(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) answer: FastifyReply,
    @SseSignal() gone: AbortSignal,
  ): Observable<MessageEvent> {
    reply = answer;
    return observeEvents(request, answer, AbortSignal.any([gone, access.ends.signal]), source);
  }
}

@Module({ controllers: [EventsController] })
class EventsModule {}

async function* given(...events: ServerSentEvent[]): AsyncGenerator<ServerSentEvent> {
  yield* events;
}

describe('events that a route declared by @Sse returns', () => {
  let app: NestFastifyApplication;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    access.ends = new AbortController();
    app = await NestFactory.create(EventsModule, new FastifyAdapter({ forceCloseConnections: true }), {
      logger: false,
    });
    await app.listen(0, '127.0.0.1');
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await app.close();
  });

  function ask(...headers: string[]): Socket {
    // Nest's adapter has node:http's server, whose address on TCP is one of these.
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.write(['GET /events HTTP/1.1', 'Host: test', 'Connection: close', ...headers, '', ''].join('\r\n'));
    return socket;
  }

  async function answerTo(...headers: string[]): Promise<{ head: string[]; body: string }> {
    const answer = await text(ask(...headers));
    // Nothing may come after the last chunk: a reader takes it for the end.
    expect(answer.indexOf('\r\n0\r\n\r\n')).toBe(answer.length - 7);
    const end = answer.indexOf('\r\n\r\n');
    return {
      head: answer.slice(0, end).toLowerCase().split('\r\n'),
      body: answer
        .slice(end + 4)
        // Of each chunk its length goes before it, in a line of its own.
        .replaceAll(/(?:^|\r\n)[\da-f]+\r\n/g, '')
        .trimEnd(),
    };
  }

  it('have the headers of a stream, and no others than every answer has', async () => {
    source = () => given();
    const { head } = await answerTo();
    expect(head.map((line) => line.replace(/^date: .*/, 'date'))).toEqual([
      'http/1.1 200 ok',
      'content-type: text/event-stream; charset=utf-8',
      'cache-control: no-store, no-transform',
      'x-accel-buffering: no',
      'date',
      'connection: close',
      'transfer-encoding: chunked',
    ]);
  });

  it('come after how long to wait before coming back, each with its id, as they were given', async () => {
    source = () => given({ id: '7', event: 'stdout', data: '{"a":"é"}' }, { id: '8', event: 'done', data: 'a\r\nb' });
    expect((await answerTo()).body).toBe(
      '\nid: \nretry: 1000\n\nevent: stdout\nid: 7\ndata: {"a":"é"}\n\nevent: done\nid: 8\ndata: a\ndata: b',
    );
  });

  it('leave a reader that comes back the id that it came with, until there is another', async () => {
    source = () => given();
    expect((await answerTo('Last-Event-ID: 12-7')).body).toBe('\nid: 12-7\nretry: 1000');
  });

  it('are asked for only when the reader has room, and all arrive in order', async () => {
    const count = 4_000;
    const data = 'x'.repeat(32 * 1024);
    let asked = 0;
    source = async function* () {
      while (asked < count) yield { id: String(++asked), event: 'stdout', data };
    };
    const socket = ask();
    socket.pause();
    await eventually(() => expect(reply.raw.writableNeedDrain).toBe(true));
    const full = asked;
    for (let turn = 0; turn < 100; turn++) await nextTurn();
    // The kernel may have taken some more meanwhile.
    expect(asked - full).toBeLessThan(200);
    expect(asked).toBeLessThan(count / 2);
    const answer = await text(socket);
    const ids = [...answer.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  it('end when the reader may not be told any more, though the source has nothing to say', async () => {
    source = async function* () {
      yield { id: '1', event: 'status', data: '{}' };
      // As one that waits for a database which does not answer.
      await new Promise(() => undefined);
    };
    const socket = ask();
    await once(socket, 'data');
    const rest = text(socket);
    access.ends.abort();
    expect(await rest).toMatch(/0\r\n\r\n$/);
  });

  it('cut off a reader that has no room for the end', async () => {
    source = async function* () {
      for (let id = 1; ; id++) yield { id: String(id), event: 'stdout', data: 'x'.repeat(32 * 1024) };
    };
    ask().pause();
    await eventually(() => expect(reply.raw.writableNeedDrain).toBe(true));
    access.ends.abort();
    await eventually(() => expect(reply.raw.destroyed).toBe(true));
  });

  it('are no longer made when the reader has gone', async () => {
    const ended = Promise.withResolvers<string>();
    source = async function* (closing) {
      try {
        yield { id: '1', event: 'status', data: '{}' };
        if (!closing.aborted) await once(closing, 'abort');
      } finally {
        ended.resolve('ended');
      }
    };
    const socket = ask();
    await once(socket, 'data');
    socket.destroy();
    expect(await ended.promise).toBe('ended');
  });

  it('end without a word where the source fails', async () => {
    source = async function* () {
      yield { id: '1', event: 'stdout', data: '{}' };
      throw new Error('The database says: secret');
    };
    expect((await answerTo()).body).toBe('\nid: \nretry: 1000\n\nevent: stdout\nid: 1\ndata: {}');
  });
});
