import type { Client } from '@hyprbox/api-client';
import type { PresetSource, SyncPresetSource } from '@hyprbox/contracts';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { wrap } from '../../../output/fit.js';
import type { Output } from '../../../output/output.js';
import { patiently } from '../../../output/patiently.js';
import { outcomeText } from './change-text.js';
import { sourceText } from './source-text.js';

export const noSyncFlag = {
  type: 'boolean',
  default: false,
  describe: 'Do not look at it now, and do not wait for what comes of it',
} as const;

export const lookExitCodesHelp = [
  'Exit codes: 0 all of it is used; 1 files are faulty, it could not be read, or',
  'its history was rewritten; 2 wrong usage, 3 not signed in or not allowed,',
  '4 not found, 5 server unreachable.',
].join('\n');

/** Has the server look at a source now, and waits for the end. */
export function lookAtSource(
  { output }: Context,
  client: Client,
  { id, name }: PresetSource,
  request: SyncPresetSource = {},
): Promise<PresetSource> {
  return patiently(output, `Looking at ${name} …`, client.presetSources.sync(id, request));
}

/** What the look did, then how the source stands. */
export function lookText(
  before: PresetSource,
  after: PresetSource,
  now: Date,
  shown: Pick<Output, 'width' | 'paint'>,
): string {
  const outcome = outcomeText(before, after);
  const isTold = outcome !== null && before.lastChange?.at !== after.lastChange?.at;
  const head = outcome === null ? '' : `${wrap(outcome, shown.width).join('\n')}\n\n`;
  return head + sourceText(isTold ? { ...after, lastChange: null } : after, now, shown);
}

/** Says how to go on with a rewritten branch. @returns the exit code */
export async function endOfLook({ output }: Context, { id, state, divergedCommit }: PresetSource): Promise<number> {
  if (divergedCommit !== null) {
    await output.aside(`\nTake what it has now:  hyprbox preset source sync ${id} --accept-commit ${divergedCommit}`);
  }
  return state === 'OK' ? exitCodes.ok : exitCodes.failure;
}
