import { randomInt } from 'node:crypto';
import type { PresetDraftEntity } from '../records/preset-draft.entity.js';

/** Far enough below the largest of PostgreSQL's `integer` that nobody saves so often. */
const largestFirst = 2 ** 30;

/**
 * A draft that is begun anew starts anywhere: whoever has read the one that was published or discarded meanwhile neither
 * overwrites nor publishes this one in its place.
 */
export function revisionAfter(draft: Pick<PresetDraftEntity, 'revision'> | null): number {
  return draft === null ? randomInt(1, largestFirst) : draft.revision + 1;
}
