import type { Page } from '@hyprbox/contracts';
import { InvalidInputError } from './domain-error.js';

/** A place in a keyset-ordered list: the sort values of the last row of the page before. Opaque to clients. */
export type CursorValues = (string | number | null)[];

export function encodeCursor(values: CursorValues): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Reads a cursor that {@link encodeCursor} made.
 *
 * @param length how many values this list's cursors have
 */
export function decodeCursor(text: string | undefined, length: number): CursorValues | null {
  if (text === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(values) && values.length === length && values.every(isCursorValue)) return values;
  } catch {
    // Falls through to the refusal below.
  }
  throw notOfThisList();
}

export function notOfThisList(): InvalidInputError {
  return new InvalidInputError([{ pointer: '?cursor', detail: 'This is not a cursor of this list.' }]);
}

/** What PostgreSQL can compare with: no NUL, no half of a surrogate pair, no number beyond those we make. */
function isCursorValue(value: unknown): value is string | number | null {
  if (typeof value === 'string') return !/[\0\p{Surrogate}]/u.test(value);
  return value === null || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER);
}

/** An instant as `Date.toISOString` writes it, of a year that PostgreSQL has: there is none with the number 0. */
export function isCursorInstant(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
    Date.parse(value) >= firstInstant
  );
}

const firstInstant = Date.parse('0001-01-01T00:00:00.000Z');

/**
 * Makes a page of one row more than asked for, which tells whether there is a next one.
 *
 * @param rows up to `limit + 1` rows in the list's order
 */
export function pageOf<Row, T>(
  rows: Row[],
  limit: number,
  map: (row: Row) => T,
  cursor: (row: Row) => CursorValues,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(map), nextCursor: rows.length > limit && last ? encodeCursor(cursor(last)) : null };
}
