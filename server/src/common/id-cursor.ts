import { decodeCursor, notOfThisList } from './cursor.js';
import { isUuid } from './uuid.js';

/** Reads the cursor of a list that is ordered by its ids alone; null at its start. */
export function idFrom(cursor: string | undefined): string | null {
  const values = decodeCursor(cursor, 1);
  if (!values) return null;
  const [id] = values;
  if (isUuid(id)) return id;
  throw notOfThisList();
}
