import { authoringLimits } from '@hyprbox/contracts';
import type { ReadSource } from '../../presets/sourced/source-files.js';
import type { TakenPresets } from '../../presets/sourced/sourced-presets.service.js';
import type { PresetSourceEntity } from '../records/preset-source.entity.js';

/** A commit, and what can be used of it. */
export interface CommitSeen {
  commit: string;
  committedAt: Date | null;
  /** The first line of its message. */
  message: string;
  read: ReadSource;
}

type Changes = Partial<PresetSourceEntity>;

const diverged =
  'The branch’s history was rewritten: what is used is no part of it any more. Nothing is taken until somebody accepts it.';

/**
 * What a source is after a look that took nothing.
 *
 * @param divergedCommit what a rewritten branch has now; null where the commit in use is still the newest
 */
export function asSame({ faultCount }: PresetSourceEntity, divergedCommit: string | null, at: Date): Changes {
  if (divergedCommit !== null) {
    return { state: 'DIVERGED', problem: diverged, divergedCommit, checkedAt: at, claimedUntil: null };
  }
  return {
    state: faultCount > 0 ? 'FAULTY' : 'OK',
    problem: null,
    divergedCommit: null,
    checkedAt: at,
    claimedUntil: null,
  };
}

export function asTaken(
  { commit, committedAt }: CommitSeen,
  { faults, change }: Pick<TakenPresets, 'faults' | 'change'>,
  at: Date,
): Changes {
  return {
    state: faults.length > 0 ? 'FAULTY' : 'OK',
    problem: null,
    faults: faults.slice(0, authoringLimits.sourceFaults),
    faultCount: faults.length,
    commit,
    committedAt,
    divergedCommit: null,
    checkedAt: at,
    syncedAt: at,
    // What changed last stays told by the looks that find nothing new.
    ...(change !== null && { lastChange: change }),
    claimedUntil: null,
  };
}

/** Its presets stay as they are. */
export function asFailed(problem: string, at: Date): Changes {
  return { state: 'FAILED', problem, checkedAt: at, claimedUntil: null };
}
