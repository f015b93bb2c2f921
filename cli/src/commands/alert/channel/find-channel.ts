import { collectPages, type Client } from '@hyprbox/api-client';
import type { AlertChannel } from '@hyprbox/contracts';
import { findNamed } from '../../find-named.js';

export async function allChannels(client: Client): Promise<AlertChannel[]> {
  const { items } = await collectPages((page) => client.alerts.channels.list(page), Infinity);
  return items;
}

/** The channel of that id, or of exactly that name. */
export function findChannel(channels: readonly AlertChannel[], nameOrId: string): AlertChannel {
  return findNamed(channels, nameOrId, {
    noun: 'alert channel',
    plural: 'channels',
    listCommand: 'alert channel list',
  });
}
