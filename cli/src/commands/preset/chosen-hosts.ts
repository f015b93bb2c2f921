import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import { alertLimits } from '@hyprbox/contracts';
import type { Selector } from '@hyprbox/contracts';
import { NotFoundError, UsageError } from '../../errors.js';
import { requireHosts } from '../require-hosts.js';

/** The hosts that were named, and those with one of the tags: a selector's own conditions would all have to hold. */
export async function chosenHosts(
  client: Client,
  named: readonly string[],
  tags: readonly string[],
): Promise<Selector> {
  if (named.length === 0) return { tagsAny: [...new Set(tags)] };
  const chosen = new Set(named);
  await requireHosts(client, [...chosen]);
  for (const tag of new Set(tags)) {
    const fetchPage = (page: object) => client.nodes.list({ ...page, tag, sort: 'name' });
    const { items } = await collectPages(fetchPage, alertLimits.selectorEntries + 1);
    if (items.length === 0)
      throw new NotFoundError(`No node has the tag "${tag}"`, '`hyprbox node list` shows the tags');
    for (const { id } of items) chosen.add(id);
  }
  if (chosen.size > alertLimits.selectorEntries) {
    throw new UsageError(`At most ${alertLimits.selectorEntries} hosts can be named; give --tag alone for more`);
  }
  return { nodeIds: [...chosen] };
}
