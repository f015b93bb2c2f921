import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { text } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeEvents } from '../http/event-writer.js';
import { OpenStreams } from '../http/open-streams.js';
import { RequirePermission } from '../http/require-permission.js';
import { WithoutHead } from '../http/route-options.js';
import { lastEventId } from '../http/server-sent-events.js';
import { NodeFeed } from './node-feed.js';
import { NodeStreamQuery } from './stream.dto.js';

@ApiTags('streams')
@ApiBearerAuth('user')
@Controller('stream')
export class StreamController {
  constructor(
    private readonly feed: NodeFeed,
    private readonly streams: OpenStreams,
  ) {}

  /** Server-sent events: what the hosts report, and what happens to them. */
  @RequirePermission('node.read')
  @Get('nodes')
  @ApiOperation({ summary: 'Heartbeats and activity, live' })
  @WithoutHead()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: openApi(text) })
  async nodes(
    @Query() { nodeIds, tag }: NodeStreamQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const filter = { nodeIds: nodeIds?.length ? new Set(nodeIds) : null, tag: tag || null };
    await this.streams.openWhile(request.principal, (closing) =>
      writeEvents(request, reply, closing, (signal) => this.feed.follow(filter, lastEventId(request), signal)),
    );
  }
}
