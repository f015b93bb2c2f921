import { DOCUMENT, inject, Injectable } from '@angular/core';

/** The browser's window onto the page: where it stands, and when that changes. Specs put one without a layout in its place. */
@Injectable({ providedIn: 'root' })
export class Viewport {
  private readonly window = viewOf(inject(DOCUMENT));

  get width(): number {
    return this.window.innerWidth;
  }

  get height(): number {
    return this.window.innerHeight;
  }

  /** How far the element begins below the upper edge of what can be seen; negative once that is scrolled past. */
  topOf(element: Element): number {
    return element.getBoundingClientRect().top;
  }

  widthOf(element: Element): number {
    return element.getBoundingClientRect().width;
  }

  scrollBy(pixels: number): void {
    this.window.scrollBy({ top: pixels, behavior: 'instant' });
  }

  /** Calls the listener when something was scrolled, or the window or the element has another size. */
  watch(element: Element, listener: () => void): () => void {
    const sizes = new ResizeObserver(listener);
    sizes.observe(element);
    this.window.addEventListener('scroll', listener, { passive: true });
    this.window.addEventListener('resize', listener);
    return () => {
      sizes.disconnect();
      this.window.removeEventListener('scroll', listener);
      this.window.removeEventListener('resize', listener);
    };
  }
}

function viewOf({ defaultView }: Document): Window {
  if (defaultView === null) throw new Error('The console runs in a browser only');
  return defaultView;
}
