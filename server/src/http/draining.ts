import { once } from 'node:events';
import { Server as NetServer } from 'node:net';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { OpenStreams } from './open-streams.js';

/** How long a connection on which nothing happens may still bring a request that was on its way. */
const lastRequestMs = 250;
const closeIdleEveryMs = 50;
/** How long new connections may keep the server from closing its socket. */
const backlogMs = 5_000;
/** A turn of the event loop that takes longer leaves time in which connections come. */
const shortTurnMs = 1;
/** How long requests that were read are waited for. */
const answersMs = 10_000;

/**
 * Takes the server out of service without losing a call: first readiness goes, so that proxies send nothing new, then
 * no connection is taken, and what was read is answered. A connection is closed after its answer, never with a request
 * on it.
 */
@Injectable()
export class Draining implements OnModuleInit {
  private begun = false;

  constructor(
    private readonly adapter: HttpAdapterHost<FastifyAdapter>,
    private readonly streams: OpenStreams,
    @Inject(CONFIG) private readonly config: Pick<Config, 'shutdownDelaySeconds'>,
  ) {}

  onModuleInit(): void {
    this.adapter.httpAdapter.getInstance().addHook('onSend', (_request, reply, payload, done) => {
      if (this.begun) reply.header('connection', 'close');
      done(null, payload);
    });
  }

  /** Whether the server is about to stop. */
  get isDraining(): boolean {
    return this.begun;
  }

  /** From now on the server is not ready, and each answer is the last one of its connection. */
  begin(): void {
    this.begun = true;
  }

  /** Resolves when all that was read is answered, or the time for it is over. */
  async drain(): Promise<void> {
    this.begin();
    const server = this.adapter.httpAdapter.getHttpServer();
    if (!server.listening) return;
    await wait(this.config.shutdownDelaySeconds * 1000);
    await emptyBacklog(server);
    const closed = once(server, 'close', { signal: AbortSignal.timeout(answersMs) });
    // Takes no more connections, and leaves those that are open: http's own would cut the idle ones off at once.
    NetServer.prototype.close.call(server);
    this.streams.endAll();
    await Promise.race([closed, wait(lastRequestMs)]).catch(() => undefined);
    const closing = setInterval(() => server.closeIdleConnections(), closeIdleEveryMs);
    try {
      await closed;
    } catch {
      // Who has not sent or read all by now is cut off when the application closes.
    } finally {
      clearInterval(closing);
    }
  }
}

/**
 * Closing the socket resets what the kernel has connected and the server not yet taken, with the request that is already
 * on it. Each turn of the event loop takes one: resolves right after one that was short and brought none.
 */
async function emptyBacklog(server: NetServer): Promise<void> {
  let isEmpty = false;
  const connected = (): void => {
    isEmpty = false;
  };
  server.on('connection', connected);
  for (const ending = performance.now() + backlogMs; !isEmpty && performance.now() < ending;) {
    const started = performance.now();
    isEmpty = true;
    await turn();
    if (performance.now() - started > shortTurnMs) isEmpty = false;
  }
  server.off('connection', connected);
}
