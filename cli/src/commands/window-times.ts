import { alertLimits, type AlertWindowFields } from '@hyprbox/contracts';
import { seconds } from '../arguments/values.js';

export const windowDuration = {
  type: 'string',
  coerce: seconds('for', alertLimits.windowSecondsLongest, '90d', 60),
  demandOption: true,
  requiresArg: true,
  describe: 'How long: 90m, 2h, 1d, at most 90d',
} as const;

/** From now on, or from a later time. */
export function windowTimes(from: Date, forSeconds: number): Pick<AlertWindowFields, 'from' | 'to'> {
  return { from: from.toISOString(), to: new Date(from.getTime() + forSeconds * 1000).toISOString() };
}
