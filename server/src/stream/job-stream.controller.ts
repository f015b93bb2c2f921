import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ExecutionsService } from '../executions/executions.service.js';
import { MergedOutput } from '../executions/merged-output.js';
import { NotFoundError } from '../http/domain-error.js';
import { OpenStreams } from '../http/open-streams.js';
import { RequirePermission } from '../http/require-permission.js';
import { WithoutHead } from '../http/route-options.js';
import { text } from '../http/schemas.js';
import { lastEventId, sendEvents } from '../http/server-sent-events.js';
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
  @Get('jobs')
  @WithoutHead()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: text })
  async jobs(
    @Query() { ids }: JobStreamQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const each = [...new Set(ids)];
    const known = await this.executions.getMany(each);
    if (each.some((id) => known.get(id)?.kind !== 'JOB')) throw new NotFoundError('job');
    await this.streams.hold(request.principal, (closing) =>
      sendEvents(request, reply, closing, (signal) => this.output.follow(each, lastEventId(request), signal)),
    );
  }
}
