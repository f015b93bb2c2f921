import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertRule, AlertRuleFields, Page } from '@hyprbox/contracts';
import { alertRuleFieldsSchema, alertRuleSchema, pageOf } from '@hyprbox/contracts/schemas';
import { CurrentActor } from '../../http/current-principal.js';
import { openApi } from '../../http/openapi-schema.js';
import { PageQuery } from '../../http/page-query.dto.js';
import { RequirePermission } from '../../http/require-permission.js';
import type { Actor } from '../../identity/principal.js';
import { AlertRuleBody } from './alert-rule-body.pipe.js';
import { AlertRulesService } from './alert-rules.service.js';

@ApiTags('alerts')
@Controller('alerts/rules')
export class AlertRulesController {
  constructor(private readonly rules: AlertRulesService) {}

  /** By name. */
  @Get()
  @ApiOperation({ summary: 'What is watched for' })
  @ApiOkResponse({ schema: openApi(pageOf(alertRuleSchema)) })
  @RequirePermission('alert.read')
  list(@Query() page: PageQuery): Promise<Page<AlertRule>> {
    return this.rules.list(page);
  }

  @Post()
  @ApiOperation({ summary: 'Watch for something' })
  @ApiBody({ schema: openApi(alertRuleFieldsSchema) })
  @ApiCreatedResponse({ schema: openApi(alertRuleSchema) })
  @RequirePermission('alert.manage')
  create(@CurrentActor() actor: Actor, @Body(AlertRuleBody) fields: AlertRuleFields): Promise<AlertRule> {
    return this.rules.create(actor, fields);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One rule' })
  @ApiOkResponse({ schema: openApi(alertRuleSchema) })
  @RequirePermission('alert.read')
  get(@Param('id') id: string): Promise<AlertRule> {
    return this.rules.get(id);
  }

  /** `version` is the one that was read: a change of an older one is refused (409). */
  @Put(':id')
  @ApiOperation({ summary: 'Change a rule; its alerts go on' })
  @ApiBody({ schema: openApi(alertRuleFieldsSchema) })
  @ApiOkResponse({ schema: openApi(alertRuleSchema) })
  @RequirePermission('alert.manage')
  update(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body(AlertRuleBody) fields: AlertRuleFields,
  ): Promise<AlertRule> {
    return this.rules.update(actor, id, fields);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a rule; its alerts are resolved' })
  @RequirePermission('alert.manage')
  remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.rules.remove(actor, id);
  }
}
