import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { limits, type HeartbeatAccepted } from '@hyprbox/contracts';
import { heartbeatAcceptedSchema, heartbeatSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { CurrentActor, CurrentNode } from '../http/current-principal.js';
import type { Actor, NodePrincipal } from '../identity/principal.js';
import { RequireNodeToken } from '../http/require-permission.js';
import { BodyLimit } from '../http/route-options.js';
import { HeartbeatsService } from './heartbeats.service.js';

/** The agent's side: it reports how its host is. */
@ApiTags('agent')
@ApiBearerAuth('node')
@Controller('nodes')
export class AgentHeartbeatController {
  constructor(private readonly heartbeats: HeartbeatsService) {}

  @RequireNodeToken()
  @Post('heartbeat')
  @ApiOperation({ summary: "Bring in a host's figures" })
  @ApiAcceptedResponse({ schema: openApi(heartbeatAcceptedSchema) })
  @HttpCode(202)
  @BodyLimit(limits.heartbeatBodyBytes, limits.heartbeatBodyValues)
  @ApiBody({ schema: openApi(heartbeatSchema) })
  async heartbeat(
    @CurrentNode() node: NodePrincipal,
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
  ): Promise<HeartbeatAccepted> {
    return this.heartbeats.accept(node, actor, body);
  }
}
