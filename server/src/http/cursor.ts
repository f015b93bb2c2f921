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

function isCursorValue(value: unknown): value is string | number | null {
  return value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}

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
