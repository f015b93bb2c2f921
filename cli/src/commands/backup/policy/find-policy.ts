import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { BackupPolicy } from '@hyprbox/contracts';
import { nearest } from '../../../arguments/suggest.js';
import { NotFoundError, UsageError } from '../../../errors.js';
import { isId } from '../../is-id.js';

export const policyPositional = { type: 'string', demandOption: true, describe: 'Name or id of the policy' } as const;

/** The policy of that id, or of exactly that name. */
export async function findPolicy(client: Client, nameOrId: string): Promise<BackupPolicy> {
  if (isId(nameOrId)) return client.backups.policies.get(nameOrId);
  const { items } = await collectPages((page) => client.backups.policies.list(page), Infinity);
  const [found, another] = items.filter(({ name }) => name === nameOrId);
  if (another !== undefined) throw new UsageError(`Several policies are called "${nameOrId}"; give the id of one`);
  if (found !== undefined) return found;
  const meant = nearest(
    nameOrId,
    items.map(({ name }) => name),
  );
  const question = meant === undefined ? '' : `; did you mean "${meant}"?`;
  throw new NotFoundError(
    `There is no backup policy "${nameOrId}"${question}`,
    '`hyprbox backup policy list` shows what there is',
  );
}
