import type { Client } from '@hyprbox/api-client';
import type { BackupPolicy, BackupSnapshot } from '@hyprbox/contracts';
import { NotFoundError, UsageError } from '../../../errors.js';

export const snapshotPositional = {
  type: 'string',
  demandOption: true,
  describe: 'Id of the snapshot or its first digits, or "latest"',
} as const;

export const nodeFlag = {
  node: { type: 'string', requiresArg: true, describe: 'Of this node, where the policy covers several' },
} as const;

const fullIdLength = 64;

/** The snapshot that `typed` means, and the node whose it is. */
export async function findSnapshot(
  client: Client,
  policy: BackupPolicy,
  typed: string,
  nodeId: string | undefined,
): Promise<Pick<BackupSnapshot, 'id'> & { nodeId: string | undefined }> {
  const { items } = await client.backups.snapshots.list(policy.id, nodeId);
  const [found, another] = typed === 'latest' ? newestOfOneNode(items) : startingWith(items, typed);
  if (another !== undefined) {
    throw new UsageError(`Several snapshots begin with "${typed}"; give more digits, or --node`);
  }
  if (found !== undefined) return found;
  // It may be newer than the list.
  if (typed.length === fullIdLength && /^[0-9a-f]+$/.test(typed)) return { id: typed, nodeId };
  throw new NotFoundError(
    `There is no snapshot "${typed}" of ${policy.name}`,
    `\`hyprbox backup snapshot list ${policy.name} --refresh\` asks the node anew`,
  );
}

function startingWith(snapshots: readonly BackupSnapshot[], typed: string): BackupSnapshot[] {
  return typed === '' ? [] : snapshots.filter(({ id }) => id.startsWith(typed.toLowerCase()));
}

function newestOfOneNode(snapshots: readonly BackupSnapshot[]): BackupSnapshot[] {
  const nodes = new Set(snapshots.map(({ nodeId }) => nodeId));
  if (nodes.size > 1) throw new UsageError(`The latest of which node? Give --node: ${[...nodes].join(', ')}`);
  return newestFirst(snapshots).slice(0, 1);
}

export function newestFirst(snapshots: readonly BackupSnapshot[]): BackupSnapshot[] {
  return snapshots.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
