import type { ProblemFault } from '@hyprbox/contracts';

/** Faults that one refusal names: more help nobody, and an answer must not grow faster than what it answers. */
export const namedFaults = 20;
const pointerLength = 256;
const detailLength = 512;

/** The first faults, each cut to what people read; the last entry says how many there are besides. */
export function nameFaults(faults: readonly ProblemFault[], most: number = namedFaults): ProblemFault[] {
  const named = faults
    .slice(0, most)
    .map(({ pointer, detail }) => ({ pointer: cut(pointer, pointerLength), detail: cut(detail, detailLength) }));
  const more = faults.length - named.length;
  return more > 0 ? [...named, { pointer: '', detail: `… and ${more} more` }] : named;
}

/** Cuts between characters, never in the middle of one. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
