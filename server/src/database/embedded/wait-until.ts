import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 25;

/** Looks again and again for what no event tells (another process's end); false when the time ran out. */
export async function waitUntil(check: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() >= deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}
