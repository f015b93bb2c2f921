import { decodeCursor, notOfThisList, type CursorValues } from '../../common/cursor.js';
import type { TargetPlace } from './rollout-targets.repository.js';

export function targetCursor({ rank, wave, nodeId }: TargetPlace): CursorValues {
  return [rank, wave, nodeId];
}

/** Where the page before ended; null at the start. */
export function targetPlaceFrom(cursor: string | undefined): TargetPlace | null {
  const values = decodeCursor(cursor, 3);
  if (!values) return null;
  const [rank, wave, nodeId] = values;
  if (isPlace(rank) && isPlace(wave) && typeof nodeId === 'string') return { rank, wave, nodeId };
  throw notOfThisList();
}

/** What fits PostgreSQL's `integer`. */
function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
