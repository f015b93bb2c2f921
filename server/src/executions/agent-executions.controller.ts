import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { limits, type DeliveryReceipt, type PendingWork } from '@hyprbox/contracts';
import {
  completeRequestSchema,
  deliverOutputRequestSchema,
  deliveryReceiptSchema,
  pendingWorkSchema,
} from '@hyprbox/contracts/schemas';
import type { FastifyReply } from 'fastify';
import { ForbiddenError } from '../common/domain-error.js';
import { isUuid } from '../common/uuid.js';
import { openApi } from '../http/openapi-schema.js';
import { CurrentActor, CurrentNode } from '../http/current-principal.js';
import { OpenStreams } from '../http/open-streams.js';
import { RequireNodeToken } from '../http/require-permission.js';
import { BodyLimit, WithoutHead } from '../http/route-options.js';
import type { Actor, NodePrincipal } from '../identity/principal.js';
import { DeliveriesService } from './deliveries.service.js';
import { readCompletion, readDelivery } from './delivery-validation.js';
import { ExecutionNotFoundError } from './executions.errors.js';
import { PendingQuery } from './executions.dto.js';
import { Inability } from './inability.js';
import { WorkClaimsService } from './work-claims.service.js';

/**
 * The agent's side of an execution, whatever its kind: it asks for work and delivers what came of it. The calls are below
 * `jobs`, and published by names that say jobs, from when there was no other kind: agents know them so.
 */
@ApiTags('agent')
@ApiBearerAuth('node')
@Controller('jobs')
export class AgentExecutionsController {
  constructor(
    private readonly claims: WorkClaimsService,
    private readonly deliveries: DeliveriesService,
    private readonly inability: Inability,
    private readonly streams: OpenStreams,
  ) {}

  @RequireNodeToken()
  @Get('pending')
  @ApiOperation({ operationId: 'AgentJobsController_pending', summary: 'Wait for work and for cancels' })
  @ApiOkResponse({ schema: openApi(pendingWorkSchema) })
  @WithoutHead()
  @Header('cache-control', 'no-store')
  async pending(
    @CurrentNode() node: NodePrincipal,
    @Query() query: PendingQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PendingWork> {
    if (node.tokenId !== null && node.nodeId !== query.nodeId) {
      throw new ForbiddenError('This token is not for this node.', { kind: 'node-token' });
    }
    const { nodeId, claimId, kinds, capacity, wait, running, timeline, unable } = query;
    await this.inability.note(nodeId, unable ?? null);
    return this.streams.openWhile(node, (closing) =>
      this.claims.next(
        {
          nodeId,
          claimId,
          kinds,
          capacity,
          waitSeconds: wait,
          ...(running && { running }),
          ...(timeline && { timeline }),
        },
        whileConnected(reply, closing),
      ),
    );
  }

  @RequireNodeToken()
  @Post(':id/output')
  @ApiOperation({ operationId: 'AgentJobsController_output', summary: 'Deliver output' })
  @ApiBody({ schema: openApi(deliverOutputRequestSchema) })
  @ApiOkResponse({ schema: openApi(deliveryReceiptSchema) })
  @HttpCode(200)
  @BodyLimit(limits.outputBodyBytes)
  async output(
    @CurrentNode() node: NodePrincipal,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DeliveryReceipt> {
    const delivery = readDelivery(body);
    if (!isUuid(id)) throw new ExecutionNotFoundError();
    return this.deliveries.store(node, id, delivery);
  }

  @RequireNodeToken()
  @Post(':id/complete')
  @ApiOperation({ operationId: 'AgentJobsController_complete', summary: 'Tell how an execution ended' })
  @ApiBody({ schema: openApi(completeRequestSchema) })
  @ApiOkResponse({ schema: openApi(deliveryReceiptSchema) })
  @HttpCode(200)
  async complete(
    @CurrentNode() node: NodePrincipal,
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<DeliveryReceipt> {
    const end = readCompletion(body);
    if (!isUuid(id)) throw new ExecutionNotFoundError();
    return this.deliveries.complete(node, actor, id, end);
  }
}

/** A signal that also tells when the agent has hung up: nothing is claimed for who is not there to hear it. */
function whileConnected(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
}
