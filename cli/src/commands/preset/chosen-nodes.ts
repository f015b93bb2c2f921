import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import { limits } from '@hyprbox/contracts';
import { NotFoundError, UsageError } from '../../errors.js';

/** Ids of the nodes that were named, then of those that carry one of the tags; each once. */
export async function chosenNodes(
  client: Client,
  named: readonly string[],
  tags: readonly string[],
): Promise<string[]> {
  const chosen = new Set(named);
  for (const tag of new Set(tags)) {
    const fetchPage = (page: object) => client.nodes.list({ ...page, tag, sort: 'name' });
    const { items } = await collectPages(fetchPage, limits.streamJobs + 1);
    if (items.length === 0)
      throw new NotFoundError(`No node has the tag "${tag}"`, '`hyprbox node list` shows the tags');
    for (const { id } of items) chosen.add(id);
  }
  if (chosen.size > limits.streamJobs) throw new UsageError(`At most ${limits.streamJobs} nodes at once`);
  return [...chosen];
}
