import type { Client } from '@hyprbox/api-client';
import { NotFoundError } from '../errors.js';

/** Throws where one of the hosts is not there, or out of service. */
export async function requireHosts(client: Client, nodeIds: readonly string[]): Promise<void> {
  const { count, items } = await client.nodes.select({ nodeIds: [...nodeIds] });
  if (count === nodeIds.length) return;
  const known = new Set(items.map(({ nodeId }) => nodeId));
  const missing = nodeIds.length - count;
  // Only the first are named by the server; of more it is known how many are missing.
  const named = items.length === count ? nodeIds.filter((id) => !known.has(id)) : [];
  throw new NotFoundError(
    named.length > 0
      ? `There is no host ${named.join(', ')}`
      : `${missing} of the ${nodeIds.length} hosts are not there`,
    '`hyprbox node list` shows what there is',
  );
}
