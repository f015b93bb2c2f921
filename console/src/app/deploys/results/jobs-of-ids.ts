import type { JobQuery, JobSummary, Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { EMPTY, expand, map, reduce } from 'rxjs';

/** How far the time in a job's id may lie from the time it is listed under, in milliseconds. */
const clockDifference = 5_000;

/** The jobs of one preset with these ids, as far as there are such. A job's id holds when it was made. */
export function jobsOfIds(
  list: (query: JobQuery) => Observable<Page<JobSummary>>,
  ids: readonly string[],
  preset: string,
): Observable<JobSummary[]> {
  const wanted = new Set(ids);
  const times = ids.map(timeOf);
  const from = new Date(Math.min(...times) - clockDifference).toISOString();
  const to = new Date(Math.max(...times) + clockDifference).toISOString();
  let missing = wanted.size;
  const wantedOf = (cursor: string | null): Observable<Page<JobSummary>> =>
    list({ preset, from, to, limit: limits.pageMax, cursor }).pipe(
      map(({ items, nextCursor }) => ({ items: items.filter(({ id }) => wanted.has(id)), nextCursor })),
    );
  return wantedOf(null).pipe(
    expand(({ items, nextCursor }) => {
      missing -= items.length;
      return missing > 0 && nextCursor !== null ? wantedOf(nextCursor) : EMPTY;
    }),
    reduce<Page<JobSummary>, JobSummary[]>((all, { items }) => [...all, ...items], []),
  );
}

/** Milliseconds since the epoch: the first 48 bits of a UUIDv7 (RFC 9562, 5.7). */
function timeOf(id: string): number {
  return parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
