import type { Signal } from '@angular/core';
import { afterNextRender, DestroyRef, inject, signal } from '@angular/core';

/**
 * Calls back once what has been drawn by now is on the screen; not before a hidden page is shown again.
 *
 * @returns takes it back
 */
export function afterPaint(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(then);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** False until the component is on the screen for the first time: what is less urgent is built then, in a task of its own. */
export function painted(): Signal<boolean> {
  const done = signal(false);
  const owner = inject(DestroyRef);
  afterNextRender(() => owner.onDestroy(afterPaint(() => done.set(true))));
  return done.asReadonly();
}
