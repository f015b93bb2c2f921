import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertChannel, Page } from '@hyprbox/contracts';
import { alertChannelFieldsSchema, alertChannelSchema, pageOf } from '@hyprbox/contracts/schemas';
import { CurrentActor } from '../../http/current-principal.js';
import { IdParams } from '../../http/id-params.dto.js';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { ChannelBody, NewChannelBody } from './channel-body.pipe.js';
import type { ChannelValues } from './channel-values.js';
import { ChannelsService } from './channels.service.js';

@ApiTags('alerts')
@ApiBearerAuth('user')
@Controller('alerts/channels')
export class ChannelsController {
  constructor(private readonly channels: ChannelsService) {}

  /** Newest first. */
  @RequirePermission('alert.manage')
  @Get()
  @ApiOperation({ summary: 'Alert channels, without their secrets' })
  @ApiOkResponse({ schema: openApi(pageOf(alertChannelSchema)) })
  list(@Query() page: PageQuery): Promise<Page<AlertChannel>> {
    return this.channels.list(page);
  }

  @RequirePermission('alert.manage')
  @Get(':id')
  @ApiOperation({ summary: 'One alert channel, without its secrets' })
  @ApiOkResponse({ schema: openApi(alertChannelSchema) })
  get(@Param() { id }: IdParams): Promise<AlertChannel> {
    return this.channels.get(id);
  }

  @RequirePermission('alert.manage')
  @Post()
  @ApiOperation({ summary: 'Make an alert channel' })
  @ApiBody({ schema: openApi(alertChannelFieldsSchema) })
  @ApiCreatedResponse({ schema: openApi(alertChannelSchema) })
  create(@CurrentActor() actor: Actor, @Body(NewChannelBody) values: ChannelValues): Promise<AlertChannel> {
    return this.channels.create(actor, values);
  }

  /** A secret that is left out stays, an empty one is forgotten. */
  @RequirePermission('alert.manage')
  @Put(':id')
  @ApiOperation({ summary: 'Replace an alert channel' })
  @ApiBody({ schema: openApi(alertChannelFieldsSchema) })
  @ApiOkResponse({ schema: openApi(alertChannelSchema) })
  replace(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(ChannelBody) values: ChannelValues,
  ): Promise<AlertChannel> {
    return this.channels.replace(actor, id, values);
  }

  /** What waits to be sent by it is not sent any more. */
  @RequirePermission('alert.manage')
  @Delete(':id')
  @ApiOperation({ summary: 'Delete an alert channel' })
  @HttpCode(204)
  remove(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.channels.remove(actor, id);
  }
}
