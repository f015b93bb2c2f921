import { limits } from '@hyprbox/contracts';
import type { Page } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { EMPTY, expand, reduce } from 'rxjs';
import type { FetchPage } from './paged-list';

/** The whole list, however many pages that takes. */
export function allItems<Item>(fetchPage: FetchPage<Item>): Observable<Item[]> {
  const page = (cursor: string | null): Observable<Page<Item>> => fetchPage({ limit: limits.pageMax, cursor });
  return page(null).pipe(
    expand(({ nextCursor }) => (nextCursor === null ? EMPTY : page(nextCursor))),
    reduce<Page<Item>, Item[]>((all, { items }) => [...all, ...items], []),
  );
}
