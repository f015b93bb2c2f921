import { Injectable, type PipeTransform } from '@nestjs/common';
import type { BeatFields, ProblemFault } from '@hyprbox/contracts';
import { beatFieldsSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../../common/domain-error.js';
import { cronFaults } from '../../cron/cron-faults.js';
import { readerOf } from '../../http/body-of.js';

const read = readerOf(beatFieldsSchema);

/** Reads a beat, which is expected after a period, or at the times of a schedule. */
@Injectable()
export class BeatBody implements PipeTransform<unknown, BeatFields> {
  transform(body: unknown): BeatFields {
    const fields = read(body);
    const faults = rhythmFaults(fields);
    if (faults.length > 0) throw new InvalidInputError(faults);
    return fields;
  }
}

function rhythmFaults({ periodSeconds, cron, timezone }: BeatFields): ProblemFault[] {
  const scheduled = Object.entries({ cron, timezone }).filter(([, value]) => value !== undefined);
  if (periodSeconds !== undefined) {
    const detail = 'must be left out where periodSeconds is given: a beat comes after a period, or by a schedule';
    return scheduled.map(([name]) => ({ pointer: `/${name}`, detail }));
  }
  if (scheduled.length === 0) {
    return [{ pointer: '/periodSeconds', detail: 'must be given, or else cron and timezone' }];
  }
  if (cron === undefined) return [{ pointer: '/cron', detail: 'must be given along with timezone' }];
  if (timezone === undefined) return [{ pointer: '/timezone', detail: 'must be given along with cron' }];
  return cronFaults({ cron, timezone });
}
