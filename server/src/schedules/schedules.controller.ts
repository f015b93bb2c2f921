import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Page, Rollout, Schedule, ScheduleFields, ScheduleSummary } from '@hyprbox/contracts';
import {
  pageOf,
  rolloutSchema,
  scheduleFieldsSchema,
  scheduleSchema,
  scheduleSummarySchema,
} from '@hyprbox/contracts/schemas';
import { CurrentActor, CurrentUser } from '../http/current-principal.js';
import { IdParams } from '../http/id-params.dto.js';
import { openApi } from '../http/openapi-schema.js';
import { PageQuery } from '../http/page-query.dto.js';
import { RequirePermission } from '../http/require-permission.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { RolloutsService } from '../rollouts/reading/rollouts.service.js';
import { ScheduleFieldsBody } from './schedule-fields-body.pipe.js';
import { ScheduleRunsService } from './schedule-runs.service.js';
import { SchedulesService } from './schedules.service.js';

@ApiTags('schedules')
@ApiBearerAuth('user')
@Controller('schedules')
export class SchedulesController {
  constructor(
    private readonly schedules: SchedulesService,
    private readonly runs: ScheduleRunsService,
    private readonly rollouts: RolloutsService,
  ) {}

  /** By name, without their scripts. */
  @RequirePermission('job.read')
  @Get()
  @ApiOperation({ summary: 'Rollouts that start again and again' })
  @ApiOkResponse({ schema: openApi(pageOf(scheduleSummarySchema)) })
  list(@Query() page: PageQuery): Promise<Page<ScheduleSummary>> {
    return this.schedules.list(page);
  }

  /** It runs by the rights of whoever makes it. A script of one's own also needs `job.adhoc`. */
  @RequirePermission('job.run')
  @Post()
  @ApiOperation({ summary: 'Start a rollout again and again' })
  @ApiBody({ schema: openApi(scheduleFieldsSchema) })
  @ApiCreatedResponse({ schema: openApi(scheduleSchema) })
  create(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Body(ScheduleFieldsBody) fields: ScheduleFields,
  ): Promise<Schedule> {
    return this.schedules.create(user, actor, fields);
  }

  @RequirePermission('job.read')
  @Get(':id')
  @ApiOperation({ summary: 'One schedule' })
  @ApiOkResponse({ schema: openApi(scheduleSchema) })
  get(@Param() { id }: IdParams): Promise<Schedule> {
    return this.schedules.get(id);
  }

  /** From then on it runs by the rights of whoever changes it. */
  @RequirePermission('job.run')
  @Put(':id')
  @ApiOperation({ summary: 'Change or pause a schedule' })
  @ApiBody({ schema: openApi(scheduleFieldsSchema) })
  @ApiOkResponse({ schema: openApi(scheduleSchema) })
  replace(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(ScheduleFieldsBody) fields: ScheduleFields,
  ): Promise<Schedule> {
    return this.schedules.replace(user, actor, id, fields);
  }

  /** Its rollouts stay, and go on. */
  @RequirePermission('job.run')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a schedule' })
  remove(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.schedules.remove(actor, id);
  }

  /** By the rights of whoever asks for it. */
  @RequirePermission('job.run')
  @Post(':id/run')
  @ApiOperation({ summary: 'Start the rollout of a schedule now' })
  @ApiCreatedResponse({ schema: openApi(rolloutSchema) })
  async run(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
  ): Promise<Rollout> {
    return this.rollouts.get(await this.runs.run(user, actor, id));
  }
}
