import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CreateRollout, RetryRollout, Rollout, RolloutPlan } from '@hyprbox/contracts';
import { createRolloutSchema, retryRolloutSchema, rolloutPlanSchema, rolloutSchema } from '@hyprbox/contracts/schemas';
import type { FastifyReply } from 'fastify';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor, CurrentUser } from '../../http/current-principal.js';
import { ApiIdempotencyKey, IdempotencyKey } from '../../http/idempotency-key.js';
import { IdParams } from '../../http/id-params.dto.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor, UserPrincipal } from '../../identity/principal.js';
import { RolloutsService } from '../reading/rollouts.service.js';
import { RolloutBody } from './rollout-body.pipe.js';
import { RolloutOrdersService } from './rollout-orders.service.js';
import { RolloutRetriesService } from './rollout-retries.service.js';

@ApiTags('rollouts')
@ApiBearerAuth('user')
@Controller('rollouts')
export class RolloutOrdersController {
  constructor(
    private readonly orders: RolloutOrdersService,
    private readonly retries: RolloutRetriesService,
    private readonly rollouts: RolloutsService,
  ) {}

  /** A script of one's own in place of a preset also needs the permission `job.adhoc`. */
  @RequirePermission('job.run')
  @Post()
  @ApiOperation({ summary: 'Run a preset or a script on many hosts, or with dryRun only say what would be done' })
  @ApiIdempotencyKey()
  @ApiBody({ schema: openApi(createRolloutSchema) })
  @ApiCreatedResponse({ schema: openApi(rolloutSchema) })
  @ApiOkResponse({ schema: openApi(rolloutPlanSchema), description: 'What would be done: nothing was made.' })
  async create(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Body(RolloutBody) body: CreateRollout,
    @Res({ passthrough: true }) reply: FastifyReply,
    @IdempotencyKey() key?: string,
  ): Promise<Rollout | RolloutPlan> {
    const answer = await this.orders.order(user, actor, body, key);
    reply.status(answer.status);
    return answer.body;
  }

  @RequirePermission('job.run')
  @Post(':id/retry')
  @ApiOperation({ summary: 'Run a rollout that is over again, on those of its hosts that are in some states' })
  @ApiIdempotencyKey()
  @ApiBody({ schema: openApi(retryRolloutSchema) })
  @ApiCreatedResponse({ schema: openApi(rolloutSchema) })
  async retry(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(retryRolloutSchema)) body: RetryRollout,
    @IdempotencyKey() key?: string,
  ): Promise<Rollout> {
    return this.rollouts.get(await this.retries.retry(user, actor, id, body, key));
  }
}
