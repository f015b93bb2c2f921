import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { SavedSelector } from '@hyprbox/contracts';
import { findNamed } from './find-named.js';

/** The selector that was saved under exactly that name. */
export async function findSavedSelector(client: Client, name: string): Promise<SavedSelector> {
  const { items } = await collectPages((page) => client.selectors.list(page), Infinity);
  const named = items.map((each) => ({ ...each, id: each.name }));
  return findNamed(named, name, { noun: 'saved selector', plural: 'selectors', listCommand: 'select list' });
}
