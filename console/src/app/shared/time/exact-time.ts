import { day, timeToTheMillisecond } from './local-time';

/** An instant (ISO 8601) in the browser's time zone to the millisecond: "13:42:07.114", with the day unless it is today. */
export function exactTime(iso: string, now: number): string {
  const instant = new Date(iso);
  const time = timeToTheMillisecond(instant);
  const on = day(instant);
  return on === day(new Date(now)) ? time : `${on}, ${time}`;
}
