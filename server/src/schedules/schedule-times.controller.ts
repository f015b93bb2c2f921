import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CronPreview, Page, PreviewSchedule, ScheduleCalendar, ScheduleFire } from '@hyprbox/contracts';
import {
  calendarSchema,
  cronPreviewSchema,
  pageOf,
  previewScheduleSchema,
  scheduleFireSchema,
} from '@hyprbox/contracts/schemas';
import { bodyOf } from '../http/body-of.js';
import { IdParams } from '../http/id-params.dto.js';
import { openApi } from '../http/openapi-schema.js';
import { PageQuery } from '../http/page-query.dto.js';
import { RequirePermission } from '../http/require-permission.js';
import { ScheduleTimesService } from './schedule-times.service.js';
import { CalendarQuery } from './schedules.dto.js';

@ApiTags('schedules')
@ApiBearerAuth('user')
@Controller('schedules')
export class ScheduleTimesController {
  constructor(private readonly times: ScheduleTimesService) {}

  /** A cron expression in words, and its next times. */
  @RequirePermission('job.read')
  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'The next times of a cron expression' })
  @ApiBody({ schema: openApi(previewScheduleSchema) })
  @ApiOkResponse({ schema: openApi(cronPreviewSchema) })
  preview(@Body(bodyOf(previewScheduleSchema)) request: PreviewSchedule): CronPreview {
    return this.times.preview(request);
  }

  /** Those that were and those that will be, oldest first. */
  @RequirePermission('job.read')
  @Get('calendar')
  @ApiOperation({ summary: 'The firings of all schedules in a span of time' })
  @ApiOkResponse({ schema: openApi(calendarSchema) })
  calendar(@Query() { from, to }: CalendarQuery): Promise<ScheduleCalendar> {
    return this.times.calendar(new Date(from), new Date(to));
  }

  /** Newest first. */
  @RequirePermission('job.read')
  @Get(':id/fires')
  @ApiOperation({ summary: 'Every due time of a schedule, and what became of it' })
  @ApiOkResponse({ schema: openApi(pageOf(scheduleFireSchema)) })
  fires(@Param() { id }: IdParams, @Query() page: PageQuery): Promise<Page<ScheduleFire>> {
    return this.times.firesOf(id, page);
  }
}
