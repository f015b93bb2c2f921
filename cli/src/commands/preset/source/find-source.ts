import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { PresetSource } from '@hyprbox/contracts';
import { findNamed } from '../../find-named.js';
import { isId } from '../../is-id.js';

export const sourcePositional = {
  type: 'string',
  demandOption: true,
  describe: 'Name or id of the source',
} as const;

/** The source of that id, or of exactly that name. */
export async function findSource(client: Client, nameOrId: string): Promise<PresetSource> {
  if (isId(nameOrId)) return client.presetSources.get(nameOrId);
  const { items } = await collectPages((page) => client.presetSources.list(page), Infinity);
  return findNamed(items, nameOrId, {
    noun: 'source of presets',
    plural: 'sources',
    listCommand: 'preset source list',
  });
}
