import { DestroyRef, Directive, ElementRef, inject, Injectable, InjectionToken, output } from '@angular/core';

type Observe = (callback: IntersectionObserverCallback, options: IntersectionObserverInit) => IntersectionObserver;

export const intersectionObserver = new InjectionToken<Observe>('intersectionObserver', {
  providedIn: 'root',
  factory: () => (callback, options) => new IntersectionObserver(callback, options),
});

/** One observer for all elements that want to know whether they are on the screen, or nearly. */
@Injectable({ providedIn: 'root' })
export class Visibility {
  private readonly listeners = new WeakMap<Element, (visible: boolean) => void>();
  private readonly observer = inject(intersectionObserver)(
    (entries) => entries.forEach((entry) => this.listeners.get(entry.target)?.(entry.isIntersecting)),
    { rootMargin: '200px' },
  );

  watch(element: Element, listener: (visible: boolean) => void): () => void {
    this.listeners.set(element, listener);
    this.observer.observe(element);
    return () => {
      this.observer.unobserve(element);
      this.listeners.delete(element);
    };
  }
}

/** Emits true when the element comes on the screen and false when it leaves it. */
@Directive({ selector: '[hbVisible]' })
export class Visible {
  readonly hbVisible = output<boolean>();

  constructor() {
    const element: ElementRef<Element> = inject(ElementRef);
    const stop = inject(Visibility).watch(element.nativeElement, (visible) => this.hbVisible.emit(visible));
    inject(DestroyRef).onDestroy(stop);
  }
}
