/**
 * How often servers are killed: as often as a test has time for, or as `TEST_KILLS` says, for a long run by hand.
 *
 * @returns null where nobody says
 */
export function killsWanted(): number | null {
  const said = process.env['TEST_KILLS'];
  if (said === undefined) return null;
  const kills = Number(said);
  if (!Number.isSafeInteger(kills) || kills < 1) throw new Error('TEST_KILLS must be a whole number from 1.');
  return kills;
}
