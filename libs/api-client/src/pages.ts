import { limits } from '@hyprbox/contracts';
import type { Page, PageQuery } from '@hyprbox/contracts';

/**
 * Follows `nextCursor` until `limit` items are there or the list ends. The cursor that comes back continues exactly
 * after the last item.
 */
export async function collectPages<T>(
  fetchPage: (page: PageQuery) => Promise<Page<T>>,
  limit: number,
  cursor?: string,
): Promise<Page<T>> {
  const items: T[] = [];
  let next: string | null = cursor ?? null;
  do {
    const size = Math.min(limits.pageMax, limit - items.length);
    const page: Page<T> = await fetchPage({ limit: size, cursor: next ?? undefined });
    items.push(...page.items);
    next = page.nextCursor;
  } while (next !== null && items.length < limit);
  return { items, nextCursor: next };
}
