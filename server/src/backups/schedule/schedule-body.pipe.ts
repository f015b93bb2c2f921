import { Injectable, type PipeTransform } from '@nestjs/common';
import type { SchedulePreviewRequest } from '@hyprbox/contracts';
import { readSchedule } from '../policies/policy-fields.js';

export type Schedule = Required<SchedulePreviewRequest>;

/** Reads a schedule as a policy has it. */
@Injectable()
export class ScheduleBody implements PipeTransform<unknown, Schedule> {
  transform(body: unknown): Schedule {
    return readSchedule(body);
  }
}
