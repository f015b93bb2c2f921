import { ApiError } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import { isTerminal } from '@hyprbox/contracts';
import type { BackupRunDetails } from '@hyprbox/contracts';
import { NotFoundError, UsageError } from '../../../errors.js';
import { isId } from '../../is-id.js';
import { findPolicy } from '../policy/find-policy.js';

/** How far back a drill that has ended is looked for: one may be going on for each node of the policy. */
const drillsLookedAt = 200;

/** The run of that id, or else the newest drill of that policy that has ended. */
export async function findDrill(client: Client, runOrPolicy: string, nodeId?: string): Promise<BackupRunDetails> {
  const run = isId(runOrPolicy) ? await runOf(client, runOrPolicy) : null;
  if (run !== null) {
    if (run.kind === 'DRILL') return run;
    throw new UsageError(`The run ${run.id} is no drill`, `see \`hyprbox backup run show ${run.id}\``);
  }
  const policy = await findPolicy(client, runOrPolicy);
  const filter = { policyId: policy.id, nodeId, kind: 'DRILL', limit: drillsLookedAt } as const;
  const { items } = await client.backups.runs.list(filter);
  const newest = items.find(({ status }) => isTerminal(status));
  if (newest === undefined) {
    throw new NotFoundError(
      `No drill of ${policy.name} has ended yet`,
      `\`hyprbox backup drill run ${policy.name} --follow\` makes one`,
    );
  }
  return client.backups.runs.get(newest.id);
}

/** Null where the id is none of a run: it may be a policy's. */
async function runOf(client: Client, id: string): Promise<BackupRunDetails | null> {
  try {
    return await client.backups.runs.get(id);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
