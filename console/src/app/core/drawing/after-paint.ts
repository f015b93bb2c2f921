import type { Signal } from '@angular/core';
import { afterNextRender, DestroyRef, inject, signal } from '@angular/core';

/** Calls back once what has been drawn by now is on the screen. Nothing gets there while the page is hidden. */
export function afterPaint(then: () => void): void {
  requestAnimationFrame(() => setTimeout(then));
}

/** False until the component is on the screen for the first time: what is less urgent is built then, in a task of its own. */
export function painted(): Signal<boolean> {
  const done = signal(false);
  let gone = false;
  inject(DestroyRef).onDestroy(() => (gone = true));
  afterNextRender(() =>
    afterPaint(() => {
      if (!gone) done.set(true);
    }),
  );
  return done.asReadonly();
}
