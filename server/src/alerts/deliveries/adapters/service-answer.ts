import { printableLine } from '@hyprbox/contracts';
import { cut } from '../../../common/named-faults.js';
import type { EgressAnswer } from '../../../egress/egress.js';
import type { SendResult } from './channel-adapter.js';

/** Characters of a service's answer that are kept and shown. */
const detailLength = 300;

/** What an answer in HTTP means: another try helps with neither 4xx, but for a time-out and too many calls. */
export function resultOf({ status, text, retryAfter }: EgressAnswer, now: Date = new Date()): SendResult {
  const seconds = retryAfter === null ? null : secondsOf(retryAfter, now);
  return {
    ok: status >= 200 && status < 300,
    status,
    detail: shownAnswer(text) || `It answered ${status} and nothing else.`,
    permanent: status >= 400 && status < 500 && status !== 408 && status !== 429,
    ...(seconds !== null && { retryAfterSeconds: seconds }),
  };
}

/** What a service said, as one line that is none too long. */
export function shownAnswer(text: string): string {
  return cut(printableLine(text.replace(/\s+/g, ' ').trim()), detailLength);
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function secondsOf(retryAfter: string, now: Date): number | null {
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** A field of an answer in JSON; undefined where there is none. */
export function answeredField(text: string, ...path: string[]): unknown {
  try {
    let value: unknown = JSON.parse(text);
    for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return value;
  } catch {
    return undefined;
  }
}
