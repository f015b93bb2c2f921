import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ResumeRollout, Rollout, RolloutChange } from '@hyprbox/contracts';
import { resumeRolloutSchema, rolloutChangeSchema, rolloutSchema } from '@hyprbox/contracts/schemas';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor } from '../../http/current-principal.js';
import { IdParams } from '../../http/id-params.dto.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { RolloutsService } from '../reading/rollouts.service.js';
import { RolloutControlService } from './rollout-control.service.js';

@ApiTags('rollouts')
@ApiBearerAuth('user')
@Controller('rollouts')
export class RolloutControlController {
  constructor(
    private readonly control: RolloutControlService,
    private readonly rollouts: RolloutsService,
  ) {}

  @RequirePermission('job.run')
  @Post(':id/pause')
  @ApiOperation({ summary: 'Let nothing new start; what runs goes on' })
  @ApiBody({ schema: openApi(rolloutChangeSchema) })
  @ApiOkResponse({ schema: openApi(rolloutSchema) })
  @HttpCode(200)
  async pause(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(rolloutChangeSchema)) body: RolloutChange,
  ): Promise<Rollout> {
    await this.control.pause(actor, id, body);
    return this.rollouts.get(id);
  }

  @RequirePermission('job.run')
  @Post(':id/resume')
  @ApiOperation({ summary: 'Let a rollout go on that was paused or halted, also past a gate that did not open' })
  @ApiBody({ schema: openApi(resumeRolloutSchema) })
  @ApiOkResponse({ schema: openApi(rolloutSchema) })
  @HttpCode(200)
  async resume(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(resumeRolloutSchema)) body: ResumeRollout,
  ): Promise<Rollout> {
    await this.control.resume(actor, id, body);
    return this.rollouts.get(id);
  }

  @RequirePermission('job.run')
  @Post(':id/abort')
  @ApiOperation({ summary: 'End a rollout: what has not started never will, what runs is asked to end' })
  @ApiBody({ schema: openApi(rolloutChangeSchema) })
  @ApiOkResponse({ schema: openApi(rolloutSchema) })
  @HttpCode(200)
  async abort(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(bodyOf(rolloutChangeSchema)) body: RolloutChange,
  ): Promise<Rollout> {
    await this.control.abort(actor, id, body);
    return this.rollouts.get(id);
  }
}
