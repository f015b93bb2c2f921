/** An instant (ISO 8601) as a `datetime-local` field takes it: in the browser's time zone, to the minute. */
export function toLocalInput(iso: string | null): string {
  if (iso === null) return '';
  const instant = new Date(iso);
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}

/** The instant that a `datetime-local` field stands for; null while it is not filled in. */
export function fromLocalInput(local: string): string | null {
  const instant = new Date(local);
  return local === '' || Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
