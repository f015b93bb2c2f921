import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { limits, type DeliveryReceipt, type PendingWork } from '@hyprbox/contracts';
import type { FastifyReply } from 'fastify';
import { Deliveries } from '../executions/deliveries.service.js';
import { readCompletion, readDelivery } from '../executions/delivery-validation.js';
import { WorkClaims } from '../executions/work-claims.service.js';
import { BodyLimit, WithoutHead } from '../http/route-options.js';
import { ForbiddenError, NotFoundError } from '../http/domain-error.js';
import { OpenStreams } from '../http/open-streams.js';
import { CurrentActor, CurrentNode, type Actor, type NodePrincipal } from '../http/principal.js';
import { RequireNodeToken } from '../http/require-permission.js';
import { isUuid } from '../http/uuid.js';
import { PendingQuery } from './jobs.dto.js';
import { completionSchema, deliverySchema, pendingSchema, receiptSchema } from './jobs.schema.js';

/** The agent's side: it asks for work and delivers what came of it. */
@ApiTags('agent')
@ApiBearerAuth('node')
@Controller('jobs')
export class AgentJobsController {
  constructor(
    private readonly claims: WorkClaims,
    private readonly deliveries: Deliveries,
    private readonly streams: OpenStreams,
  ) {}

  @RequireNodeToken()
  @Get('pending')
  @ApiOkResponse({ schema: pendingSchema })
  @WithoutHead()
  @Header('cache-control', 'no-store')
  async pending(
    @CurrentNode() node: NodePrincipal,
    @Query() query: PendingQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PendingWork> {
    if (node.tokenId !== null && node.nodeId !== query.nodeId) {
      throw new ForbiddenError('This token is not for this node.');
    }
    const { nodeId, claimId, kinds, capacity, wait, running } = query;
    return this.streams.hold(node, (closing) =>
      this.claims.next(
        { nodeId, claimId, kinds, capacity, waitSeconds: wait, ...(running && { running }) },
        whileConnected(reply, closing),
      ),
    );
  }

  @RequireNodeToken()
  @Post(':id/output')
  @ApiBody({ schema: deliverySchema })
  @ApiOkResponse({ schema: receiptSchema })
  @HttpCode(200)
  @BodyLimit(limits.outputBodyBytes)
  async output(
    @CurrentNode() node: NodePrincipal,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DeliveryReceipt> {
    const delivery = readDelivery(body);
    if (!isUuid(id)) throw new NotFoundError('job');
    return this.deliveries.store(node, id, delivery);
  }

  @RequireNodeToken()
  @Post(':id/complete')
  @ApiBody({ schema: completionSchema })
  @ApiOkResponse({ schema: receiptSchema })
  @HttpCode(200)
  async complete(
    @CurrentNode() node: NodePrincipal,
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DeliveryReceipt> {
    const end = readCompletion(body);
    if (!isUuid(id)) throw new NotFoundError('job');
    return this.deliveries.complete(node, actor, id, end);
  }
}

/** A signal that also tells when the agent has hung up: nothing is claimed for who is not there to hear it. */
function whileConnected(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
}
