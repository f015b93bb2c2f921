const clockTime = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** An instant (ISO 8601) in the browser's time zone to the millisecond: "13:42:07.114", with the day unless it is today. */
export function exactTime(iso: string, now: number): string {
  const instant = new Date(iso);
  const time = clockTime.format(instant);
  const on = day.format(instant);
  return on === day.format(now) ? time : `${on}, ${time}`;
}
