import { DestroyRef, DOCUMENT, inject } from '@angular/core';

/** Calls `tick` every `seconds` while the page can be seen, and at once when it comes back into view. */
export function pollWhileVisible(seconds: number, tick: () => void): void {
  const document = inject(DOCUMENT);
  const timer = setInterval(() => {
    if (!document.hidden) tick();
  }, seconds * 1000);
  const returned = (): void => {
    if (!document.hidden) tick();
  };
  document.addEventListener('visibilitychange', returned);
  inject(DestroyRef).onDestroy(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', returned);
  });
}
