import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AckRequest, Alert, AlertDetails, AlertSummary, NoteRequest, Page } from '@hyprbox/contracts';
import {
  ackRequestSchema,
  alertDetailsSchema,
  alertSchema,
  alertSummarySchema,
  noteRequestSchema,
  pageOf,
} from '@hyprbox/contracts/schemas';
import { bodyOf } from '../../http/body-of.js';
import { CurrentActor } from '../../http/current-principal.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { AlertsQuery } from './alerts.dto.js';
import { AlertsService } from './alerts.service.js';

@ApiTags('alerts')
@Controller('alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  /** Newest first. */
  @Get()
  @ApiOperation({ summary: 'Alerts' })
  @ApiOkResponse({ schema: openApi(pageOf(alertSchema)) })
  @RequirePermission('alert.read')
  list(@Query() query: AlertsQuery): Promise<Page<Alert>> {
    return this.alerts.list(query);
  }

  @Get('summary')
  @ApiOperation({ summary: 'How many there are' })
  @ApiOkResponse({ schema: openApi(alertSummarySchema) })
  @RequirePermission('alert.read')
  summary(): Promise<AlertSummary> {
    return this.alerts.summary();
  }

  @Get(':id')
  @ApiOperation({ summary: 'One alert with its timeline and the messages that were sent of it' })
  @ApiOkResponse({ schema: openApi(alertDetailsSchema) })
  @RequirePermission('alert.read')
  get(@Param('id') id: string): Promise<AlertDetails> {
    return this.alerts.get(id);
  }

  @Post(':id/ack')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an alert on' })
  @ApiBody({ schema: openApi(ackRequestSchema) })
  @ApiOkResponse({ schema: openApi(alertSchema) })
  @RequirePermission('alert.handle')
  acknowledge(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body(bodyOf(ackRequestSchema)) body: AckRequest,
  ): Promise<Alert> {
    return this.alerts.acknowledge(actor, id, body);
  }

  @Post(':id/unack')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an acknowledgement back' })
  @ApiOkResponse({ schema: openApi(alertSchema) })
  @RequirePermission('alert.handle')
  unacknowledge(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Alert> {
    return this.alerts.unacknowledge(actor, id);
  }

  @Post(':id/note')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write down what is known of an alert' })
  @ApiBody({ schema: openApi(noteRequestSchema) })
  @ApiOkResponse({ schema: openApi(alertSchema) })
  @RequirePermission('alert.handle')
  annotate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body(bodyOf(noteRequestSchema)) { note }: NoteRequest,
  ): Promise<Alert> {
    return this.alerts.annotate(actor, id, note);
  }
}
