/** A number that is still read at a glance. */
const countedMax = 99;

export function atAGlance(count: number): string {
  return count > countedMax ? `${countedMax}+` : String(count);
}
