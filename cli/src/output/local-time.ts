const dayMs = 24 * 60 * 60 * 1000;

/** `14:05`, `tomorrow 14:05`, `2026-01-31 14:05`: by the clock of this machine, unless a time zone is given. */
export function localTime(at: string, now: Date, timeZone?: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return 'unknown';
  const day = dayOf(time, timeZone);
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  if (day === dayOf(now, timeZone)) return clock;
  return `${day === dayOf(new Date(now.getTime() + dayMs), timeZone) ? 'tomorrow' : day} ${clock}`;
}

/** `2026-01-31`: Sweden writes dates as ISO 8601 does. */
function dayOf(time: Date, timeZone: string | undefined): string {
  return time.toLocaleDateString('sv-SE', { timeZone });
}
