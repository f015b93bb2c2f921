import { Injectable, signal } from '@angular/core';

const storageKey = 'hb-output-wrap';

/** Whether long lines of output go on in a further row, as the user chose on this browser. */
@Injectable({ providedIn: 'root' })
export class OutputWrap {
  private readonly chosen = signal(read());

  readonly wrapped = this.chosen.asReadonly();

  choose(wrapped: boolean): void {
    this.chosen.set(wrapped);
    try {
      localStorage.setItem(storageKey, wrapped ? 'on' : 'off');
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
