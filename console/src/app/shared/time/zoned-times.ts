const parts: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
};

/**
 * Writes times by the clock of the zone that a schedule is written in: "Mon 2 Mar, 02:30". A zone that the server knows and
 * this browser does not gives times of UTC, which then say so.
 *
 * @param timeZone of the IANA database
 */
export function zonedTimes(timeZone: string): (iso: string) => string {
  try {
    const format = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone });
    return (iso) => format.format(new Date(iso));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const format = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' });
    return (iso) => `${format.format(new Date(iso))} UTC`;
  }
}
