import type { Client } from '@hyprbox/api-client';
import { findId } from '../short-id.js';

export const approvalPositional = {
  type: 'string',
  demandOption: true,
  describe: 'Id of the approval (`hyprbox approval list`), or its first characters',
} as const;

export function findApprovalId(client: Client, typed: string): Promise<string> {
  return findId(typed, { noun: 'approval', listCommand: 'approval list', list: (page) => client.approvals.list(page) });
}
