import type { OutputStream } from '@hyprbox/contracts';
import { outputStreams } from '@hyprbox/contracts';

/** Bytes of each stream, counted from its start. */
export type Offsets = Record<OutputStream, number>;

export function covers(offsets: Offsets, wanted: Offsets): boolean {
  return outputStreams.every((stream) => offsets[stream] >= wanted[stream]);
}
