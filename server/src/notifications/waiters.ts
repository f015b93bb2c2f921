/** Those who wait for something about a key. Each remembers that it was woken while it was busy with something else. */
export class Waiters {
  private readonly waiters = new Map<string, Set<Waiter>>();

  wake(key: string): void {
    for (const waiter of this.waiters.get(key) ?? []) waiter.wake();
  }

  /** For when what would have woken them may have been missed. */
  wakeAll(): void {
    for (const waiters of this.waiters.values()) for (const waiter of waiters) waiter.wake();
  }

  add(key: string): Waiter {
    const waiter = new Waiter(() => {
      const set = this.waiters.get(key);
      set?.delete(waiter);
      if (set?.size === 0) this.waiters.delete(key);
    });
    const set = this.waiters.get(key);
    if (set) set.add(waiter);
    else this.waiters.set(key, new Set([waiter]));
    return waiter;
  }
}

export class Waiter {
  private woken = false;
  private resolve: (() => void) | null = null;

  constructor(private readonly leave: () => void) {}

  wake(): void {
    this.woken = true;
    this.resolve?.();
  }

  /** Returns when it is woken, after `ms`, or when the signal is aborted, whichever comes first. */
  async next(signal: AbortSignal, ms: number): Promise<void> {
    if (!this.woken && !signal.aborted && ms > 0) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.resolve = null;
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done, { once: true });
        this.resolve = done;
      });
    }
    this.woken = false;
  }

  close(): void {
    this.leave();
  }
}
