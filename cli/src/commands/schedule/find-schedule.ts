import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { Schedule } from '@hyprbox/contracts';
import { findNamed } from '../find-named.js';
import { isId } from '../is-id.js';

export const schedulePositional = {
  type: 'string',
  demandOption: true,
  describe: 'Name or id of the schedule',
} as const;

/** The schedule of that id, or of exactly that name. */
export async function findSchedule(client: Client, nameOrId: string): Promise<Schedule> {
  if (isId(nameOrId)) return client.schedules.get(nameOrId);
  const { items } = await collectPages((page) => client.schedules.list(page), Infinity);
  const { id } = findNamed(items, nameOrId, { noun: 'schedule', plural: 'schedules', listCommand: 'schedule list' });
  return client.schedules.get(id);
}
