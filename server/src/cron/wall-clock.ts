const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows in a zone at an instant: that date and time as if it were UTC. */
export function wallTime(instant: Date, zone: string): Date {
  let format = formats.get(zone);
  if (!format) {
    const part = 'numeric';
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      ...{ year: part, month: part, day: part, hour: part, minute: part, second: part },
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')));
}

/**
 * The instant at which a zone's clock shows a time: the first one where the clock is set back and shows it twice; where
 * it is set forward over that time, the instant of the change.
 */
export function instantOf(wall: Date, zone: string): Date {
  const before = offsetAt(new Date(wall.getTime() - dayMs), zone);
  const after = offsetAt(new Date(wall.getTime() + dayMs), zone);
  // The greater offset from UTC gives the earlier instant.
  for (const offset of before > after ? [before, after] : [after, before]) {
    const instant = new Date(wall.getTime() - offset);
    if (wallTime(instant, zone).getTime() === wall.getTime()) return instant;
  }
  return changeBetween(wall.getTime() - after, wall.getTime() - before, zone);
}

/** The minute in which a zone's offset changes. */
function changeBetween(earlier: number, later: number, zone: string): Date {
  const old = offsetAt(new Date(earlier), zone);
  let [low, high] = [earlier, later];
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
    if (offsetAt(new Date(middle), zone) === old) low = middle;
    else high = middle;
  }
  return new Date(high);
}

function offsetAt(instant: Date, zone: string): number {
  return wallTime(instant, zone).getTime() - Math.floor(instant.getTime() / 1000) * 1000;
}

export function isTimeZone(zone: string): boolean {
  // An offset such as +02:00 is taken by Intl, too, but it is no zone.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
