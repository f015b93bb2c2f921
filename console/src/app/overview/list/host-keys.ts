/** Hosts in a list of so many, in rows of so many. */
export interface HostPlaces {
  readonly count: number;
  readonly columns: number;
  /** Rows that Page Up and Page Down pass over. */
  readonly pageRows: number;
}

/** Where a key leads from a host's place in the list; null for a key that is none of the list's. */
export function placeAfterKey(key: string, from: number, { count, columns, pageRows }: HostPlaces): number | null {
  const within = (place: number): number => Math.min(count - 1, Math.max(0, place));
  const inColumn = (place: number): number => (place < 0 || place >= count ? from : place);
  switch (key) {
    case 'ArrowDown':
      return inColumn(from + columns);
    case 'ArrowUp':
      return inColumn(from - columns);
    case 'ArrowRight':
      return columns > 1 ? within(from + 1) : null;
    case 'ArrowLeft':
      return columns > 1 ? within(from - 1) : null;
    case 'PageDown':
      return within(from + pageRows * columns);
    case 'PageUp':
      return within(from - pageRows * columns);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
