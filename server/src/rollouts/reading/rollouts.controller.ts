import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { HostStates, Page, Rollout, RolloutSummary, RolloutTarget } from '@hyprbox/contracts';
import {
  hostStatesSchema,
  pageOf,
  rolloutSchema,
  rolloutSummarySchema,
  rolloutTargetSchema,
} from '@hyprbox/contracts/schemas';
import { IdParams } from '../../http/id-params.dto.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import { RolloutsQuery, RolloutTargetsQuery } from './rollouts.dto.js';
import { RolloutsService } from './rollouts.service.js';

@ApiTags('rollouts')
@ApiBearerAuth('user')
@Controller('rollouts')
export class RolloutsController {
  constructor(private readonly rollouts: RolloutsService) {}

  /** Newest first. */
  @RequirePermission('job.read')
  @Get()
  @ApiOperation({ summary: 'Rollouts with how far they are' })
  @ApiOkResponse({ schema: openApi(pageOf(rolloutSummarySchema)) })
  list(@Query() query: RolloutsQuery): Promise<Page<RolloutSummary>> {
    return this.rollouts.list(query);
  }

  @RequirePermission('job.read')
  @Get(':id')
  @ApiOperation({ summary: 'One rollout with its script and its waves' })
  @ApiOkResponse({ schema: openApi(rolloutSchema) })
  get(@Param() { id }: IdParams): Promise<Rollout> {
    return this.rollouts.get(id);
  }

  /** Those that went wrong first, then by wave and id. */
  @RequirePermission('job.read')
  @Get(':id/targets')
  @ApiOperation({ summary: 'The hosts of a rollout' })
  @ApiOkResponse({ schema: openApi(pageOf(rolloutTargetSchema)) })
  targets(@Param() { id }: IdParams, @Query() query: RolloutTargetsQuery): Promise<Page<RolloutTarget>> {
    return this.rollouts.targets(id, query);
  }

  /** By wave, then by id: for a picture of all of them at once. */
  @RequirePermission('job.read')
  @Get(':id/host-states')
  @ApiOperation({ summary: 'The state of every host of a rollout' })
  @ApiOkResponse({ schema: openApi(hostStatesSchema) })
  hostStates(@Param() { id }: IdParams): Promise<HostStates> {
    return this.rollouts.hostStates(id);
  }
}
