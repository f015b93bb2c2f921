const whole = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** An instant (ISO 8601) to the minute, in the browser's time zone: "1 Mar 2026, 02:30". */
export function wholeTime(iso: string): string {
  return whole.format(new Date(iso));
}

/** As people name a snapshot; restic takes it, too. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** The directory that holds a path. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || '/';
}
