import { limits } from '@hyprbox/contracts';
import { UsageError } from '../errors.js';

/** For `coerce`: a number of items. yargs hands over what was typed, a list if the flag was given twice. */
export function itemCount(typed: unknown): number | undefined {
  if (typed === undefined) return undefined;
  const count = typeof typed === 'string' && /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
  if (count < 1) throw new UsageError('--limit must be a whole number of at least 1');
  return count;
}

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** For `coerce`: seconds from `90`, `90s`, `10m`, `2h` or `1d`. @param most as in `at most 7d` */
export const seconds =
  (flag: string, max: number, most: string, min = 1) =>
  (typed: unknown): number | undefined => {
    if (typed === undefined) return undefined;
    const match = typeof typed === 'string' ? /^(\d{1,9})([smhd]?)$/.exec(typed) : null;
    const count = match === null ? -1 : Number(match[1]) * (secondsIn[match[2] || 's'] ?? 0);
    if (count < min || count > max) {
      const least = min > 1 ? `, at least ${min}s and at most ${most}` : `, at most ${most}`;
      throw new UsageError(`--${flag} must be a time such as 90s, 10m or 2h${least}`);
    }
    return count;
  };

export const timeoutSeconds = seconds('timeout', limits.jobTimeoutSecondsMax, '7d');

/** For `coerce`: the number of a version, or 0 for none. */
export const versionNumber =
  (flag: string) =>
  (typed: unknown): number | undefined => {
    if (typed === undefined) return undefined;
    if (typeof typed === 'string' && /^\d{1,9}$/.test(typed)) return Number(typed);
    throw new UsageError(`--${flag} must be a whole number`);
  };
