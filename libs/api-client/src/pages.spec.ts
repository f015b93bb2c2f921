import { describe, expect, it } from 'vitest';
import type { Page, PageQuery } from '@hyprbox/contracts';
import { collectPages } from './pages.js';

describe('collectPages', () => {
  const numbers = Array.from({ length: 450 }, (_, index) => index);
  const fetchPage = async ({ limit = 50, cursor }: PageQuery): Promise<Page<number>> => {
    const start = Number(cursor ?? 0);
    const end = start + Math.min(limit, 200);
    return { items: numbers.slice(start, end), nextCursor: end < numbers.length ? String(end) : null };
  };

  it('follows the cursor to the end', async () => {
    expect(await collectPages(fetchPage, Infinity)).toEqual({ items: numbers, nextCursor: null });
  });

  it('stops exactly at the limit, with the cursor that goes on from there', async () => {
    const page = await collectPages(fetchPage, 250);
    expect(page).toEqual({ items: numbers.slice(0, 250), nextCursor: '250' });
    expect((await collectPages(fetchPage, 1, '250')).items).toEqual([250]);
  });
});
