import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SchedulePreview } from '@hyprbox/contracts';
import { schedulePreviewRequestSchema, schedulePreviewSchema } from '@hyprbox/contracts/schemas';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import { Clock } from '../../time/clock.js';
import { ScheduleBody, type Schedule } from './schedule-body.pipe.js';
import { describeSchedule, nextTimes } from '../../cron/cron-schedule.js';

const shownTimes = 5;

@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups/schedules')
export class SchedulePreviewController {
  constructor(private readonly clock: Clock) {}

  /** A schedule in words, and its next times. */
  @RequirePermission('backup.read')
  @Post('preview')
  @ApiOperation({ summary: 'The next times of a schedule' })
  @ApiBody({ schema: openApi(schedulePreviewRequestSchema) })
  @ApiOkResponse({ schema: openApi(schedulePreviewSchema) })
  @HttpCode(200)
  preview(@Body(ScheduleBody) { schedule, timezone }: Schedule): SchedulePreview {
    const next = nextTimes(schedule, timezone, this.clock.now(), shownTimes);
    return { words: describeSchedule(schedule), next: next.map((time) => time.toISOString()) };
  }
}
