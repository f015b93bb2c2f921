import type { Client } from '@hyprbox/api-client';
import { findId } from '../short-id.js';

export const jobPositional = {
  type: 'string',
  demandOption: true,
  describe: 'Id of the job, or its first characters',
} as const;

export function findJobId(client: Client, typed: string): Promise<string> {
  return findId(typed, { noun: 'job', listCommand: 'job list', list: (page) => client.jobs.list(page) });
}
