import type { Client } from '@hyprbox/api-client';
import type { BackupRun } from '@hyprbox/contracts';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { neutralize } from '../../../output/neutralize.js';
import { followRun } from './follow-run.js';

/** The flags of whatever begins a run. */
export const runFlags = {
  node: { type: 'string', requiresArg: true, describe: 'On this node; needed when the policy covers several' },
  follow: { type: 'boolean', alias: 'f', default: false, describe: 'Watch it until it ends; end as it did' },
} as const;

/** Says that a run is queued: its id, for scripts, or all of it as it goes on. Gives the exit code. */
export async function begun(context: Context, client: Client, run: BackupRun, follow: boolean): Promise<number> {
  const { output } = context;
  if (!follow) {
    await output.result(run, () => `${neutralize(run.id)}\n`);
    await output.aside(`Queued on ${run.nodeId}. Watch it: hyprbox backup run logs ${run.id} --follow`);
    return exitCodes.ok;
  }
  if (output.isJson) await output.record({ event: 'run', runId: run.id, run });
  return followRun(context, client, run);
}
