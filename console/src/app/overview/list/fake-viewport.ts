import type { Provider } from '@angular/core';
import { Viewport } from './viewport';

/** A screen of 800 × 768 pixels for specs, which have no layout: every list begins 400 pixels down the page. */
export class FakeViewport implements Pick<Viewport, 'width' | 'height' | 'topOf' | 'widthOf' | 'scrollBy' | 'watch'> {
  private readonly listeners = new Set<() => void>();
  private scrolled = 0;
  readonly width = 800;
  readonly height = 768;

  topOf(): number {
    return 400 - this.scrolled;
  }

  widthOf(): number {
    return this.width;
  }

  scrollBy(pixels: number): void {
    this.scrolled = Math.max(0, this.scrolled + pixels);
    for (const listener of this.listeners) listener();
  }

  watch(_: Element, listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  provide(): Provider {
    return { provide: Viewport, useValue: this };
  }
}
