import { Injectable, type PipeTransform } from '@nestjs/common';
import type { ProblemFault, ScheduleFields } from '@hyprbox/contracts';
import { scheduleFieldsSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../common/domain-error.js';
import { cronFaults } from '../cron/cron-faults.js';
import { nextTimes } from '../cron/cron-schedule.js';
import { readerOf } from '../http/body-of.js';
import { rolloutFaults } from '../rollouts/creation/rollout-faults.js';

const read = readerOf(scheduleFieldsSchema);
/** Times in a row whose pauses are looked at. */
const lookedAt = 100;

/** Reads a schedule: when, and a rollout of which all is told but when. */
@Injectable()
export class ScheduleFieldsBody implements PipeTransform<unknown, ScheduleFields> {
  transform(body: unknown): ScheduleFields {
    const fields = read(body);
    const ofTimes = cronFaults(fields);
    const faults = [
      ...ofTimes,
      ...(ofTimes.length === 0 ? jitterFaults(fields) : []),
      ...rolloutFaults(fields.rollout, '/rollout'),
    ];
    if (faults.length > 0) throw new InvalidInputError(faults);
    return fields;
  }
}

/** What is put off past the time after it would be passed over. */
function jitterFaults({ cron, timezone, jitterSeconds = 0 }: ScheduleFields): ProblemFault[] {
  if (jitterSeconds === 0) return [];
  const times = nextTimes(cron, timezone, new Date(), lookedAt);
  const pauses = times.slice(1).map((time, index) => time.getTime() - (times[index] ?? time).getTime());
  const shortest = Math.min(...pauses) / 1000;
  if (jitterSeconds < shortest) return [];
  return [
    { pointer: '/jitterSeconds', detail: `must be less than the ${shortest} s that are between two of its times` },
  ];
}
