/** Events that follow one entry of the activity before the next; they are numbered below its place. */
const perPlace = 1_000_000;

/**
 * Ids of a node stream's events. Each says how far the activity has been shown, by a place that every replica knows:
 * an entry has its own, a heartbeat that of the last entry and a number below it, so that ids go upwards in a stream.
 */
export function eventId(place: number, number: number): string {
  return String(place * perPlace + Math.min(number, perPlace - 1));
}

/** @returns the place in the activity up to which the reader has seen it; null if it is not an id of ours */
export function placeOf(id: string): number | null {
  const number = Number(id);
  if (!/^\d{1,16}$/.test(id) || !Number.isSafeInteger(number)) return null;
  return Math.floor(number / perPlace);
}
