import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  timeoutMs?: number;
  intervalMs?: number;
}

/**
 * Repeats `check` until it neither throws nor gives `undefined` or `false`, and returns what it gave. After the
 * deadline it fails with the last failure, so that a test says what was wrong and not only that time ran out.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 20_000, intervalMs = 25 }: EventuallyOptions = {},
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const value = await check();
      // The two excluded values are compared on this line, which the type cannot see.
      if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
      failure = new Error(`Still ${String(value)}`);
    } catch (error) {
      failure = error;
    }
    if (performance.now() >= deadline) {
      const message = failure instanceof Error ? failure.message : String(failure);
      throw new Error(`Not within ${timeoutMs} ms: ${message}`, { cause: failure });
    }
    await delay(intervalMs);
  }
}
