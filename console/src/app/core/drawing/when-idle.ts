/** Milliseconds after which it is done though the browser never rests, as on a page of live figures. */
const restWithin = 2_000;

/** Does something once the browser has drawn what it has and nothing else to do; gives what takes it back. */
export function whenIdle(work: () => void): () => void {
  // Safari has no requestIdleCallback.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(work, restWithin);
    return () => clearTimeout(timer);
  }
  const turn = requestIdleCallback(() => work(), { timeout: restWithin });
  return () => cancelIdleCallback(turn);
}
