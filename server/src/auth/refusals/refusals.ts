import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../../common/refusal.js';
import { RouteAccessTable } from '../route-access-table.js';
import { RefusalLog } from './refusal-log.js';
import { RefusalTrail } from './refusal-trail.js';
import { refusedCall } from './refused-call.js';

/**
 * Sees to it that what may be an attack leaves a trace, whatever part of the server refused it: an event in the trail
 * where it concerns an account, a line in the log where it does not.
 */
@Injectable()
export class Refusals implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost<FastifyAdapter>,
    private readonly routes: RouteAccessTable,
    private readonly trail: RefusalTrail,
    private readonly log: RefusalLog,
  ) {}

  onModuleInit(): void {
    this.adapter.httpAdapter.getInstance().addHook('onSend', async (request) => {
      const refusal = request.problem?.refusal;
      if (refusal && !refusal.isRecorded) await this.note(request, refusal);
    });
  }

  private async note(request: FastifyRequest, refusal: Refusal): Promise<void> {
    const call = refusedCall(request, refusal);
    const isKnownNode = call.actor.type === 'node' && call.actor.id !== null;
    // An agent that calls too often is no thief of a token.
    if (call.actor.type === 'user' || (isKnownNode && refusal.kind !== 'rate-limit')) await this.trail.note(call);
    else if (refusal.email !== undefined) this.trail.noteNamed(call, refusal.email);
    // What agents are refused has a log of its own (RefusedAgents).
    else if (this.routes.of(request)?.kind !== 'node') this.log.note(call);
  }
}
