import type { ProblemFault } from '@hyprbox/contracts';
import { scheduleFault } from './cron-schedule.js';
import { isTimeZone } from './wall-clock.js';

/** What is wrong with a schedule and its time zone in a body; nothing is said of one that is left out. */
export function cronFaults({
  cron,
  timezone,
}: {
  cron: string | undefined;
  timezone: string | undefined;
}): ProblemFault[] {
  const fault = cron === undefined ? null : scheduleFault(cron, new Date());
  const isUnknownZone = timezone !== undefined && !isTimeZone(timezone);
  return [
    ...(fault === null ? [] : [{ pointer: '/cron', detail: fault }]),
    ...(isUnknownZone
      ? [{ pointer: '/timezone', detail: 'must be the name of a time zone, such as Europe/Berlin' }]
      : []),
  ];
}
