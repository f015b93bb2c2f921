import type { DestroyRef } from '@angular/core';

/** Does something soon after it is asked for, however often that is at most once in so many milliseconds. */
export class Throttled {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private doneAt = -Infinity;

  /** @param soon milliseconds that are waited for more of the same, also after a long rest */
  constructor(
    private readonly pause: number,
    private readonly work: () => void,
    owner: DestroyRef,
    private readonly soon = 100,
  ) {
    owner.onDestroy(() => this.cancel());
  }

  ask(): void {
    if (this.timer !== null) return;
    const wait = Math.max(this.soon, this.doneAt + this.pause - performance.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.doneAt = performance.now();
      this.work();
    }, wait);
  }

  private cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
