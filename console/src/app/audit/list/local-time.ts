/** The browser's own time zone, as a `datetime-local` field has it, to the millisecond if the instant is that exact. */
export function toLocalField(instant: string | null): string {
  if (instant === null) return '';
  const time = new Date(instant);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, -1);
  return local.replace(/(:00)?\.000$/, '');
}

/** The instant that a `datetime-local` field means; null for an empty field. */
export function fromLocalField(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
