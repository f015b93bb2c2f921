import { Injectable, signal } from '@angular/core';

const storageKey = 'hb-single-keys';

/**
 * Whether single letters work as shortcuts on this browser. Whoever speaks to the computer, or brushes keys by accident,
 * must be able to turn them off (WCAG 2.2, 2.1.4).
 */
@Injectable({ providedIn: 'root' })
export class SingleKeys {
  private readonly chosen = signal(read());
  readonly on = this.chosen.asReadonly();

  choose(on: boolean): void {
    this.chosen.set(on);
    try {
      localStorage.setItem(storageKey, on ? 'on' : 'off');
    } catch {
      // Storage is blocked: the choice holds until the page is left.
    }
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
