import { Controller, Req, Res, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { text } from '@hyprbox/contracts/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { observeEvents } from '../http/event-observable.js';
import { OpenStreams } from '../http/open-streams.js';
import { openApi } from '../http/openapi-schema.js';
import { RequirePermission } from '../http/require-permission.js';
import { WithoutHead } from '../http/route-options.js';
import { lastEventId } from '../http/server-sent-events.js';
import { AlertFeed } from './alert-feed.js';

@ApiTags('streams')
@ApiBearerAuth('user')
@Controller('stream')
export class AlertStreamController {
  constructor(
    private readonly feed: AlertFeed,
    private readonly streams: OpenStreams,
  ) {}

  /** Server-sent events: alerts as they change, each as a whole. */
  @RequirePermission('alert.read')
  @Sse('alerts')
  @ApiOperation({ summary: 'Alerts, live' })
  @WithoutHead()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: openApi(text) })
  alerts(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @SseSignal() gone: AbortSignal,
  ): Observable<MessageEvent> {
    const closing = this.streams.openUntil(gone, request.principal);
    return observeEvents(request, reply, closing, (signal) => this.feed.follow(lastEventId(request), signal));
  }
}
