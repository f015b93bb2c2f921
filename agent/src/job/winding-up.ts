import type { ExecutionKindName } from '@hyprbox/contracts';
import type { ExecutionHistory } from './history.js';
import type { Attempt, Ending, Journal } from './journal.js';
import type { Spool } from './spool.js';

/** What is left of an attempt that is over. */
export interface Remains {
  kind: ExecutionKindName;
  ending: Ending;
  spool: Spool;
  journal: Journal;
}

/** Remembers an attempt and then clears it away: at no moment would a crash leave it unknown. */
export async function windUp(
  { id, attempt }: Attempt,
  { kind, ending, spool, journal }: Remains,
  { history, now }: { history: ExecutionHistory; now: () => Date },
): Promise<void> {
  const total = { ...spool.total };
  await history.record({ id, attempt, kind, endedAt: now().toISOString(), ...ending, total }, spool);
  await journal.remove();
}
