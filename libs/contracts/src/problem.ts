export const problemMediaType = 'application/problem+json';

/** A page of a list, newest or first by the list's own order. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
