const isoInstant =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads an instant as RFC 3339 has it (a profile of ISO 8601), with a zone.
 *
 * @returns milliseconds since the epoch; null for anything else, also for a day that its month does not have
 */
export function instantOf(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const match = isoInstant.exec(value);
  if (!match || Number(match[3]) > daysIn(Number(match[1]), Number(match[2]))) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
