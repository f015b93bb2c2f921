import { Injectable, type PipeTransform } from '@nestjs/common';
import { readSchedule } from '../policies/policy-fields.js';

export interface Schedule {
  schedule: string;
  timezone: string;
}

/** Reads a schedule as a policy has it. */
@Injectable()
export class ScheduleBody implements PipeTransform<unknown, Schedule> {
  transform(body: unknown): Schedule {
    return readSchedule(body);
  }
}
