/** Select Graphic Rendition parameters (ECMA-48, 8.3.117) that would hide text or make it flash. */
const refused = new Set(['5', '6', '8']);

/** 38, 48 and 58 choose a colour by the parameters that follow: `5;index` or `2;red;green;blue`. */
const colourChoosers = new Set(['38', '48', '58']);
const followers: Readonly<Record<string, number>> = { '5': 2, '2': 4 };

/** The parameters of an SGR sequence without conceal and blink; null when nothing is left to say. */
export function readableSgr(parameters: string): string | null {
  if (!/^[\d;:]*$/.test(parameters)) return null;
  if (parameters === '') return '';
  const all = parameters.split(';');
  const kept: string[] = [];
  for (let index = 0; index < all.length; index += 1) {
    const parameter = all[index] ?? '';
    if (colourChoosers.has(parameter)) {
      const length = followers[all[index + 1] ?? ''] ?? 0;
      kept.push(...all.slice(index, index + 1 + length));
      index += length;
    } else if (!refused.has(bare(parameter))) {
      kept.push(parameter);
    }
  }
  return kept.length === 0 ? null : kept.join(';');
}

/** `08` and `8:1` mean 8, too. */
function bare(parameter: string): string {
  const main = parameter.split(':', 1)[0] ?? '';
  return main.replace(/^0+(?=\d)/, '');
}
