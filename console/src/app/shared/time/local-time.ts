/**
 * Local times as the console writes them everywhere, day before month. Put together by hand: the first one that `Intl`
 * formats makes a browser load its tables, which takes a slow machine longer than to draw the page.
 */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'] as const;

/** "13:42:07". */
export function timeOfDay(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
}

/** "13:42:07.114". */
export function timeToTheMillisecond(at: Date): string {
  return `${timeOfDay(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** "24 Nov". */
export function dayAndMonth(at: Date): string {
  return `${at.getDate()} ${months[at.getMonth()]}`;
}

/** "24 Nov 2026". */
export function day(at: Date): string {
  return `${dayAndMonth(at)} ${at.getFullYear()}`;
}

/** "24/11/2026, 13:42:07". */
export function dayAndTime(at: Date): string {
  return `${twoDigits(at.getDate())}/${twoDigits(at.getMonth() + 1)}/${at.getFullYear()}, ${timeOfDay(at)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
