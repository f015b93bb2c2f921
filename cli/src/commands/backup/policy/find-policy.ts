import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { BackupPolicy } from '@hyprbox/contracts';
import { findNamed } from '../../find-named.js';
import { isId } from '../../is-id.js';

export const policyPositional = { type: 'string', demandOption: true, describe: 'Name or id of the policy' } as const;

/** The policy of that id, or of exactly that name. */
export async function findPolicy(client: Client, nameOrId: string): Promise<BackupPolicy> {
  if (isId(nameOrId)) return client.backups.policies.get(nameOrId);
  const { items } = await collectPages((page) => client.backups.policies.list(page), Infinity);
  return findNamed(items, nameOrId, {
    noun: 'backup policy',
    plural: 'policies',
    listCommand: 'backup policy list',
  });
}
