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

  /**
   * Calls the listener after something was scrolled, or the window or the element has another size: in a task after the
   * frame that brings the event, so that their times do not add up.
   */
  watch(element: Element, listener: () => void): () => void {
    let timer: number | null = null;
    const callSoon = (): void => {
      timer ??= this.window.setTimeout(() => {
        timer = null;
        listener();
      });
    };
    const sizes = new ResizeObserver(callSoon);
    sizes.observe(element);
    this.window.addEventListener('scroll', callSoon, { passive: true });
    this.window.addEventListener('resize', callSoon);
    return () => {
      if (timer !== null) this.window.clearTimeout(timer);
      sizes.disconnect();
      this.window.removeEventListener('scroll', callSoon);
      this.window.removeEventListener('resize', callSoon);
    };
  }
}

function viewOf({ defaultView }: Document): Window {
  if (defaultView === null) throw new Error('The console runs in a browser only');
  return defaultView;
}
