import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AlertRuleFields, RuleTest } from '@hyprbox/contracts';
import { alertRuleFieldsSchema, ruleTestSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import { AlertRuleBody } from '../rules/alert-rule-body.pipe.js';
import { RuleTestService } from './rule-test.service.js';

@ApiTags('alerts')
@Controller('alerts/rules/test')
export class RuleTestController {
  constructor(private readonly tests: RuleTestService) {}

  /** Nothing is saved. The past of figures and of silence is that of the hosts that were worst; beats and checks have none. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'What a rule would find now, and would have found in the last 7 days' })
  @ApiBody({ schema: openApi(alertRuleFieldsSchema) })
  @ApiOkResponse({ schema: openApi(ruleTestSchema) })
  @RequirePermission('alert.read')
  test(@Body(AlertRuleBody) fields: AlertRuleFields): Promise<RuleTest> {
    return this.tests.test(fields);
  }
}
