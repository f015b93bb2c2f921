import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Activity, Page } from '@hyprbox/contracts';
import { activitySchema, pageOf } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import { PageQuery } from '../http/page-query.dto.js';
import { RequirePermission } from '../http/require-permission.js';
import { ActivityLog } from './activity-log.js';

@ApiTags('activity')
@ApiBearerAuth('user')
@Controller('activity')
export class ActivityController {
  constructor(private readonly log: ActivityLog) {}

  /** The whole fleet's, newest first. */
  @RequirePermission('node.read')
  @Get()
  @ApiOperation({ summary: 'What happened on all hosts, newest first' })
  @ApiOkResponse({ schema: openApi(pageOf(activitySchema)) })
  async list(@Query() query: PageQuery): Promise<Page<Activity>> {
    return this.log.list(query);
  }
}
