/** Something that waits for a repository, or has it. */
export interface Turn {
  id: string;
  /** Needs the repository for itself. */
  exclusive: boolean;
  /** Its node has begun: the repository is in use until it ends. */
  running: boolean;
  /** Its node is not there to begin, so that nobody should wait for it. */
  absent: boolean;
}

/**
 * Who may go. Those that need the repository for themselves wait for all others, the others run together, and nobody is
 * overtaken by who came later. Only an absent node's are: they go when nobody else wants to.
 *
 * @param turns oldest first
 * @returns the ids of those that are not running and may begin
 */
export function mayBegin(turns: readonly Turn[]): Set<string> {
  const running = turns.filter((turn) => turn.running);
  const waiting = turns.filter((turn) => !turn.running);
  let isShared = running.length > 0;
  let isTaken = running.some(({ exclusive }) => exclusive);
  const begin = new Set<string>();
  for (const turn of [...waiting.filter(({ absent }) => !absent), ...waiting.filter(({ absent }) => absent)]) {
    if (isTaken || (turn.exclusive && isShared)) break;
    begin.add(turn.id);
    isShared = true;
    isTaken = turn.exclusive;
  }
  return begin;
}
