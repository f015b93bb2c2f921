import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Activity, Page } from '@hyprbox/contracts';
import { PageQuery } from '../http/page-query.dto.js';
import { RequirePermission } from '../http/require-permission.js';
import { pageOf } from '../http/schemas.js';
import { ActivityLog } from './activity-log.js';
import { activitySchema } from './activity.schema.js';

@ApiTags('activity')
@ApiBearerAuth('user')
@Controller('activity')
export class ActivityController {
  constructor(private readonly log: ActivityLog) {}

  /** The whole fleet's, newest first. */
  @RequirePermission('node.read')
  @Get()
  @ApiOkResponse({ schema: pageOf(activitySchema) })
  async list(@Query() query: PageQuery): Promise<Page<Activity>> {
    return this.log.list(query);
  }
}
