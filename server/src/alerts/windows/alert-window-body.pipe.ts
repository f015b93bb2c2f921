import { Injectable, type PipeTransform } from '@nestjs/common';
import { alertLimits, type AlertWindowFields, type ProblemFault } from '@hyprbox/contracts';
import { alertWindowFieldsSchema } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../../common/domain-error.js';
import { longestGapMs } from '../../cron/cron-schedule.js';
import { cronFaults } from '../../cron/cron-faults.js';
import { readerOf } from '../../http/body-of.js';
import { selectorFaults } from '../../selectors/selector-fault.js';

const read = readerOf(alertWindowFieldsSchema);
const longestDays = alertLimits.windowSecondsLongest / (24 * 60 * 60);

/** Reads a window, which is open once or again and again, and has an end either way. */
@Injectable()
export class AlertWindowBody implements PipeTransform<unknown, AlertWindowFields> {
  transform(body: unknown): AlertWindowFields {
    const fields = read(body);
    const faults = [...selectorFaults(fields.selector, '/selector'), ...timeFaults(fields)];
    if (faults.length > 0) throw new InvalidInputError(faults);
    return fields;
  }
}

function timeFaults(fields: AlertWindowFields): ProblemFault[] {
  const { from, to, cron, timezone, durationSeconds } = fields;
  const isOnce = from !== undefined || to !== undefined;
  const repeated = { cron, timezone, durationSeconds };
  const given = Object.entries(repeated).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (isOnce && given.length > 0) {
    const detail = 'must be left out where from and to are given: a window is open once, or again and again';
    return given.map((name) => ({ pointer: `/${name}`, detail }));
  }
  if (isOnce) return onceFaults(from, to);
  if (given.length === 0) {
    const detail = 'must be given along with from, or else cron, timezone and durationSeconds: a window has an end';
    return [{ pointer: '/to', detail }];
  }
  const missing = Object.entries(repeated).flatMap(([name, value]) =>
    value === undefined ? [{ pointer: `/${name}`, detail: 'must be given along with the others of its kind' }] : [],
  );
  const faults = [...missing, ...cronFaults({ cron, timezone })];
  return faults.length > 0 ? faults : endlessFaults(cron, durationSeconds);
}

/** A window that opens again no later than it closes is open for ever. */
function endlessFaults(cron = '', durationSeconds = 0): ProblemFault[] {
  const gapSeconds = longestGapMs(cron, new Date()) / 1000;
  if (durationSeconds < gapSeconds) return [];
  const detail = `must be less than ${gapSeconds}, the longest time in seconds between two openings: a window has an end`;
  return [{ pointer: '/durationSeconds', detail }];
}

function onceFaults(from: string | undefined, to: string | undefined): ProblemFault[] {
  if (from === undefined) return [{ pointer: '/from', detail: 'must be given along with to' }];
  if (to === undefined) return [{ pointer: '/to', detail: 'must be given along with from: a window has an end' }];
  const ms = Date.parse(to) - Date.parse(from);
  if (ms <= 0) return [{ pointer: '/to', detail: 'must be after from' }];
  if (ms <= alertLimits.windowSecondsLongest * 1000) return [];
  return [{ pointer: '/to', detail: `must be at most ${longestDays} days after from` }];
}
