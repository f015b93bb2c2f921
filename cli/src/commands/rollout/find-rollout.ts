import type { Client } from '@hyprbox/api-client';
import { findId } from '../short-id.js';

export const rolloutPositional = {
  type: 'string',
  demandOption: true,
  describe: 'Id of the rollout (`hyprbox rollout list`), or its first characters',
} as const;

export function findRolloutId(client: Client, typed: string): Promise<string> {
  return findId(typed, { noun: 'rollout', listCommand: 'rollout list', list: (page) => client.rollouts.list(page) });
}
