import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApplicationMetrics } from './application-metrics.js';

const heartbeatRoute = '/api/nodes/heartbeat';
const longLived = /\/(stream|pending)(\/|$)/;

/** Measures each request by its route's pattern, never by its path, so that the number of series stays small. */
@Injectable()
export class RequestMetrics implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly metrics: ApplicationMetrics,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      // The answer 202 is given only after the commit.
      if (route === heartbeatRoute && reply.statusCode === 202) this.metrics.heartbeats.inc();
      const kind = request.problem?.refusal?.kind;
      if (kind !== undefined) this.metrics.refused.inc({ kind });
      if (!longLived.test(route)) {
        this.metrics.requests.observe(
          { method: request.method, route, status: String(reply.statusCode) },
          reply.elapsedTime / 1000,
        );
      }
      done();
    });
  }
}
