/** An execution that waits for the lock of a repository, or has it. */
export interface LockRequest {
  id: string;
  /** Needs the repository for itself. */
  exclusive: boolean;
  /** Its node has begun: the repository is in use until it ends. */
  running: boolean;
  /** Its node is not there to begin, so that nobody should wait for it. */
  absent: boolean;
}

/**
 * Who gets the lock. Those that need the repository for themselves wait for all others, the others run together, and nobody is
 * overtaken by who came later. Only an absent node's are: they go when nobody else wants to.
 *
 * @param requests oldest first
 * @returns the ids of those that are not running and may begin
 */
export function mayBegin(requests: readonly LockRequest[]): Set<string> {
  const running = requests.filter((request) => request.running);
  const waiting = requests.filter((request) => !request.running);
  let isShared = running.length > 0;
  let isTaken = running.some(({ exclusive }) => exclusive);
  const begin = new Set<string>();
  for (const request of [...waiting.filter(({ absent }) => !absent), ...waiting.filter(({ absent }) => absent)]) {
    if (isTaken || (request.exclusive && isShared)) break;
    begin.add(request.id);
    isShared = true;
    isTaken = request.exclusive;
  }
  return begin;
}
