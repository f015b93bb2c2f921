import type { Provider } from '@angular/core';
import { intersectionObserver } from '../shared/visible/visible';

/** Every watched element counts as on the screen; as with the real observer, its listeners hear of it a moment later. */
export const everythingVisible: Provider = {
  provide: intersectionObserver,
  useValue: (callback: (entries: { target: Element; isIntersecting: boolean }[]) => void) => ({
    observe: (target: Element) => queueMicrotask(() => callback([{ target, isIntersecting: true }])),
    unobserve: () => undefined,
  }),
};
