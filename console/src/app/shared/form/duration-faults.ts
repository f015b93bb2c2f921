import type { ValidatorFn } from '@angular/forms';
import { parseDuration, writeDuration } from '../time/durations';
import { faultOf } from './field-faults';

/** A duration of so many seconds. */
export const durationBetween = (least: number, most: number): ValidatorFn =>
  faultOf((typed) => {
    const seconds = parseDuration(typed);
    if (seconds === null) return 'This is a time such as 90 s, 5 min, 2 h or 1 d.';
    const fits = seconds >= least && seconds <= most;
    return fits ? null : `This is from ${writeDuration(least)} to ${writeDuration(most)}.`;
  });
