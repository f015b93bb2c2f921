import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Beat, BeatFields, CreatedBeat, Page } from '@hyprbox/contracts';
import { beatFieldsSchema, beatSchema, createdBeatSchema, pageOf } from '@hyprbox/contracts/schemas';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../../http/current-principal.js';
import { IdParams } from '../../http/id-params.dto.js';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { BeatBody } from './beat-body.pipe.js';
import { BeatsService } from './beats.service.js';

@ApiTags('beats')
@ApiBearerAuth('user')
@Controller('beats')
export class BeatsController {
  constructor(private readonly beats: BeatsService) {}

  /** By name. */
  @RequirePermission('alert.read')
  @Get()
  @ApiOperation({ summary: 'What is expected to say that it is well' })
  @ApiOkResponse({ schema: openApi(pageOf(beatSchema)) })
  list(@Query() page: PageQuery): Promise<Page<Beat>> {
    return this.beats.list(page);
  }

  /** Its `url` is shown this once. Makes a rule along with it. */
  @RequirePermission('alert.manage')
  @Post()
  @ApiOperation({ summary: 'Expect something elsewhere to say that it is well' })
  @ApiBody({ schema: openApi(beatFieldsSchema) })
  @ApiCreatedResponse({ schema: openApi(createdBeatSchema) })
  create(
    @CurrentActor() actor: Actor,
    @Body(BeatBody) fields: BeatFields,
    @Req() request: FastifyRequest,
  ): Promise<CreatedBeat> {
    return this.beats.create(actor, fields, request.server.site.addressOf(request));
  }

  @RequirePermission('alert.read')
  @Get(':id')
  @ApiOperation({ summary: 'One beat' })
  @ApiOkResponse({ schema: openApi(beatSchema) })
  get(@Param() { id }: IdParams): Promise<Beat> {
    return this.beats.get(id);
  }

  @RequirePermission('alert.manage')
  @Put(':id')
  @ApiOperation({ summary: 'Change when a beat is expected; its address stays' })
  @ApiBody({ schema: openApi(beatFieldsSchema) })
  @ApiOkResponse({ schema: openApi(beatSchema) })
  replace(@CurrentActor() actor: Actor, @Param() { id }: IdParams, @Body(BeatBody) fields: BeatFields): Promise<Beat> {
    return this.beats.replace(actor, id, fields);
  }

  @RequirePermission('alert.manage')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a beat and its rule' })
  remove(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.beats.remove(actor, id);
  }
}
