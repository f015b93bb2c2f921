import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertRoutes, ExplainRequest, Explanation, ReplaceAlertRoutesRequest } from '@hyprbox/contracts';
import {
  alertRoutesSchema,
  explainRequestSchema,
  explanationSchema,
  replaceAlertRoutesSchema,
} from '@hyprbox/contracts/schemas';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor } from '../../http/current-principal.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { AlertRoutesService } from './alert-routes.service.js';
import { ExplanationService } from './explanation.service.js';

@ApiTags('alerts')
@Controller('alerts/routes')
export class AlertRoutesController {
  constructor(
    private readonly routes: AlertRoutesService,
    private readonly explanation: ExplanationService,
  ) {}

  /** In their order. Where there is none, every alert goes to every channel. */
  @Get()
  @ApiOperation({ summary: 'Who is told what' })
  @ApiOkResponse({ schema: openApi(alertRoutesSchema) })
  @RequirePermission('alert.read')
  get(): Promise<AlertRoutes> {
    return this.routes.get();
  }

  /** `version` is the one that was read: a list that was made of an older one is refused (409). */
  @Put()
  @ApiOperation({ summary: 'Replace the list of routes' })
  @ApiBody({ schema: openApi(replaceAlertRoutesSchema) })
  @ApiOkResponse({ schema: openApi(alertRoutesSchema) })
  @RequirePermission('alert.manage')
  replace(
    @CurrentActor() actor: Actor,
    @Body(bodyOf(replaceAlertRoutesSchema)) request: ReplaceAlertRoutesRequest,
  ): Promise<AlertRoutes> {
    return this.routes.replace(actor, request);
  }

  @Post('explain')
  @HttpCode(200)
  @ApiOperation({ summary: 'Who would be told of an alert of a host, and what keeps it quiet' })
  @ApiBody({ schema: openApi(explainRequestSchema) })
  @ApiOkResponse({ schema: openApi(explanationSchema) })
  @RequirePermission('alert.read')
  explain(@Body(bodyOf(explainRequestSchema)) request: ExplainRequest): Promise<Explanation> {
    return this.explanation.explain(request);
  }
}
