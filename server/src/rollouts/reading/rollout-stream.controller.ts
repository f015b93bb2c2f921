import { Controller, Param, Req, Res, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { text } from '@hyprbox/contracts/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { observeEvents } from '../../http/event-observable.js';
import { IdParams } from '../../http/id-params.dto.js';
import { OpenStreams } from '../../http/open-streams.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import { WithoutHead } from '../../http/route-options.js';
import { lastEventId } from '../../http/server-sent-events.js';
import { RolloutFeed } from './rollout-feed.js';
import { RolloutsService } from './rollouts.service.js';

@ApiTags('rollouts')
@ApiBearerAuth('user')
@Controller('rollouts')
export class RolloutStreamController {
  constructor(
    private readonly rollouts: RolloutsService,
    private readonly feed: RolloutFeed,
    private readonly streams: OpenStreams,
  ) {}

  /** Server-sent events: `state` and `target` as they change, `done` at the end. */
  @RequirePermission('job.read')
  @Sse(':id/stream')
  @ApiOperation({ summary: 'A rollout and its hosts, live' })
  @WithoutHead()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: openApi(text) })
  async stream(
    @Param() { id }: IdParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @SseSignal() gone: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    await this.rollouts.summary(id);
    const closing = this.streams.openUntil(gone, request.principal);
    return observeEvents(request, reply, closing, (signal) => this.feed.follow(id, lastEventId(request), signal));
  }
}
