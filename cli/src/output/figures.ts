const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `3 min ago`; `never` without a time. A clock that is a little behind the server's gives `just now`. */
export function relativeTime(at: string | null, now: Date): string {
  if (at === null) return 'never';
  const age = now.getTime() - Date.parse(at);
  if (Number.isNaN(age)) return 'unknown';
  return age < second ? 'just now' : `${largestUnit(age)} ago`;
}

/** `in 3 h`; `–` without a time, `now` for what is due already. */
export function timeUntil(at: string | null, now: Date): string {
  if (at === null) return '–';
  const left = Date.parse(at) - now.getTime();
  if (Number.isNaN(left)) return 'unknown';
  return left < second ? 'now' : `in ${largestUnit(left)}`;
}

function largestUnit(ms: number): string {
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/** `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h` */
export function duration(ms: number): string {
  if (ms < second) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < minute) return `${(ms / second).toFixed(1)} s`;
  if (ms < hour) return inTwo(ms, minute, 'min', second, 's');
  if (ms < day) return inTwo(ms, hour, 'h', minute, 'min');
  return inTwo(ms, day, 'd', hour, 'h');
}

function inTwo(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeUnit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`;
}

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** `1.5 GB`: decimal units, as the console shows them */
export function bytes(count: number | undefined): string {
  if (count === undefined) return '–';
  let value = Math.max(0, count);
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${byteUnits[unit]}`;
}

export function bytesPerSecond(count: number | undefined): string {
  return count === undefined ? '–' : `${bytes(count)}/s`;
}

export function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(0)}%`;
}

export function decimal(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(2);
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
