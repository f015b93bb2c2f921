import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertWindow, AlertWindowFields, Page } from '@hyprbox/contracts';
import { alertWindowFieldsSchema, alertWindowSchema, pageOf } from '@hyprbox/contracts/schemas';
import { CurrentActor } from '../../http/current-principal.js';
import { IdParams } from '../../http/id-params.dto.js';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { AlertWindowBody } from './alert-window-body.pipe.js';
import { AlertWindowsService } from './alert-windows.service.js';

@ApiTags('alerts')
@ApiBearerAuth('user')
@Controller('alerts/windows')
export class AlertWindowsController {
  constructor(private readonly windows: AlertWindowsService) {}

  /** Newest first, those that are over too. */
  @RequirePermission('alert.read')
  @Get()
  @ApiOperation({ summary: 'Silences and maintenances' })
  @ApiOkResponse({ schema: openApi(pageOf(alertWindowSchema)) })
  list(@Query() page: PageQuery): Promise<Page<AlertWindow>> {
    return this.windows.list(page);
  }

  @RequirePermission('alert.handle')
  @Post()
  @ApiOperation({ summary: 'Tell nobody of some hosts for a time' })
  @ApiBody({ schema: openApi(alertWindowFieldsSchema) })
  @ApiCreatedResponse({ schema: openApi(alertWindowSchema) })
  create(@CurrentActor() actor: Actor, @Body(AlertWindowBody) fields: AlertWindowFields): Promise<AlertWindow> {
    return this.windows.create(actor, fields);
  }

  @RequirePermission('alert.read')
  @Get(':id')
  @ApiOperation({ summary: 'One silence or maintenance' })
  @ApiOkResponse({ schema: openApi(alertWindowSchema) })
  get(@Param() { id }: IdParams): Promise<AlertWindow> {
    return this.windows.get(id);
  }

  /** With a `to` that is past it ends now. */
  @RequirePermission('alert.handle')
  @Put(':id')
  @ApiOperation({ summary: 'Change or end a silence or maintenance' })
  @ApiBody({ schema: openApi(alertWindowFieldsSchema) })
  @ApiOkResponse({ schema: openApi(alertWindowSchema) })
  replace(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body(AlertWindowBody) fields: AlertWindowFields,
  ): Promise<AlertWindow> {
    return this.windows.replace(actor, id, fields);
  }

  @RequirePermission('alert.handle')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a silence or maintenance' })
  remove(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<void> {
    return this.windows.remove(actor, id);
  }
}
