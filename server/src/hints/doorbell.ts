/** Wakes those who wait for something about one key. A ring while nobody waits is remembered by each listener. */
export class Doorbell {
  private readonly listeners = new Map<string, Set<Listener>>();

  ring(key: string): void {
    for (const listener of this.listeners.get(key) ?? []) listener.wake();
  }

  listen(key: string): Listener {
    const listener = new Listener(() => {
      const set = this.listeners.get(key);
      set?.delete(listener);
      if (set?.size === 0) this.listeners.delete(key);
    });
    const set = this.listeners.get(key);
    if (set) set.add(listener);
    else this.listeners.set(key, new Set([listener]));
    return listener;
  }
}

export class Listener {
  private rung = false;
  private resolve: (() => void) | null = null;

  constructor(private readonly leave: () => void) {}

  wake(): void {
    this.rung = true;
    this.resolve?.();
  }

  /** Returns at the next ring, after `ms`, or when the signal is aborted, whichever comes first. */
  async next(signal: AbortSignal, ms: number): Promise<void> {
    if (!this.rung && !signal.aborted && ms > 0) {
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
    this.rung = false;
  }

  close(): void {
    this.leave();
  }
}
