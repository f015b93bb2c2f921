import { Controller, Query, Req, Res, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { text } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ExecutionsService } from '../executions/executions.service.js';
import { MergedOutput } from '../executions/merged-output.js';
import { NotFoundError } from '../common/domain-error.js';
import { OpenStreams } from '../http/open-streams.js';
import { RequirePermission } from '../http/require-permission.js';
import { WithoutHead } from '../http/route-options.js';
import { observeEvents } from '../http/event-observable.js';
import { lastEventId } from '../http/server-sent-events.js';
import { JobStreamQuery } from './stream.dto.js';

@ApiTags('streams')
@ApiBearerAuth('user')
@Controller('stream')
export class JobStreamController {
  constructor(
    private readonly executions: ExecutionsService,
    private readonly output: MergedOutput,
    private readonly streams: OpenStreams,
  ) {}

  /** Server-sent events: the output and the states of several jobs, each event with its `jobId`. */
  @RequirePermission('job.read')
  @Sse('jobs')
  @ApiOperation({ summary: 'The output and the status of several jobs, live' })
  @WithoutHead()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: openApi(text) })
  async jobs(
    @Query() { ids }: JobStreamQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @SseSignal() gone: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    const each = [...new Set(ids)];
    const known = await this.executions.getMany(each);
    if (each.some((id) => known.get(id)?.kind !== 'JOB')) throw new NotFoundError('job');
    const closing = this.streams.openUntil(gone, request.principal);
    return observeEvents(request, reply, closing, (signal) => this.output.follow(each, lastEventId(request), signal));
  }
}
