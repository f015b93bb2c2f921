import type { Client } from '@hyprbox/api-client';
import { findId } from '../../short-id.js';

export const runPositional = {
  type: 'string',
  demandOption: true,
  describe: 'Id of the run, or its first characters',
} as const;

export function findRunId(client: Client, typed: string): Promise<string> {
  const list = client.backups.runs.list.bind(client.backups.runs);
  return findId(typed, { noun: 'backup run', listCommand: 'backup run list', list });
}
