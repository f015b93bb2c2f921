/**
 * Whether one version of the product is older than another, by the three numbers that each begins with. What has none, such
 * as an image without its manifest, is not older than anything.
 */
export function isOlderProduct(version: string, other: string | null): boolean {
  const [one, two] = [numbersOf(version), numbersOf(other ?? '')];
  if (!one || !two) return false;
  const differs = one.findIndex((number, index) => number !== two[index]);
  return differs !== -1 && (one[differs] ?? 0) < (two[differs] ?? 0);
}

function numbersOf(version: string): number[] | null {
  return /^\d+\.\d+\.\d+/.exec(version)?.[0].split('.').map(Number) ?? null;
}
