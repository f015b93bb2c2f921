import { printable } from './printable.js';
import type { ResticComplaint } from './restic-complaint.js';
import { isAboutVanished } from './restic-complaint.js';

/** Of so many items it is known that they are others than those before; a host has no more that vanish in one run. */
const toldApartMax = 10_000;
const namedMax = 5;

/** What a backup could not save, told apart: what was gone while it was read, and what may not or cannot be read. */
export class UnsavedItems {
  private readonly known = new Set<string>();
  private readonly namedGone: string[] = [];
  private readonly namedUnreadable: string[] = [];
  gone = 0;
  unreadable = 0;

  /** @param sources the paths that were to be backed up: one of those that is gone is no file among others */
  constructor(private readonly sources: readonly string[]) {}

  note(complaint: ResticComplaint): void {
    const { item } = complaint;
    // What only the counting ahead did not find is looked for again.
    if (item === null || complaint.text.startsWith('scan: ') || this.known.has(item)) return;
    if (this.known.size < toldApartMax) this.known.add(item);
    const isGone = isAboutVanished(complaint) && !this.sources.includes(item);
    if (isGone) this.gone += 1;
    else this.unreadable += 1;
    const list = isGone ? this.namedGone : this.namedUnreadable;
    if (list.length < namedMax) list.push(item);
  }

  goneInWords(): string {
    return named(this.namedGone, this.gone);
  }

  unreadableInWords(): string {
    return named(this.namedUnreadable, this.unreadable);
  }
}

/** `: a, b and 3 more`, or nothing. */
export function named(paths: readonly string[], count = paths.length): string {
  if (paths.length === 0) return '';
  const shown = paths.slice(0, namedMax);
  const more = count > shown.length ? ` and ${count - shown.length} more` : '';
  return `: ${shown.map(printable).join(', ')}${more}`;
}
