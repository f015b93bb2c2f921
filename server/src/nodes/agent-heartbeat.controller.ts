import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import { limits, type HeartbeatAccepted } from '@hyprbox/contracts';
import { CurrentActor, CurrentNode, type Actor, type NodePrincipal } from '../http/principal.js';
import { RequireNodeToken } from '../http/require-permission.js';
import { BodyLimit } from '../http/route-options.js';
import { flag, objectOf } from '../http/schemas.js';
import { heartbeatSchema } from './heartbeat.schema.js';
import { HeartbeatsService } from './heartbeats.service.js';

/** The agent's side: it reports how its host is. */
@ApiTags('agent')
@ApiBearerAuth('node')
@Controller('nodes')
export class AgentHeartbeatController {
  constructor(private readonly heartbeats: HeartbeatsService) {}

  @RequireNodeToken()
  @Post('heartbeat')
  @ApiAcceptedResponse({ schema: objectOf<HeartbeatAccepted>({ accepted: flag }) })
  @HttpCode(202)
  @BodyLimit(limits.heartbeatBodyBytes)
  @ApiBody({ schema: heartbeatSchema })
  async heartbeat(
    @CurrentNode() node: NodePrincipal,
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
  ): Promise<HeartbeatAccepted> {
    await this.heartbeats.accept(node, actor, body);
    return { accepted: true };
  }
}
