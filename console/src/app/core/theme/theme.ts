import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

export type ThemeName = 'dark' | 'light';

/** Read by public/theme.js too, before the first paint. */
const storageKey = 'hb-theme';

/** Dark unless the user chose otherwise on this browser. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly chosen = signal<ThemeName>(this.read());

  readonly name = this.chosen.asReadonly();

  choose(name: ThemeName): void {
    this.chosen.set(name);
    this.apply();
    try {
      localStorage.setItem(storageKey, name);
    } catch {
      // Storage is blocked: the choice holds until the page is left.
    }
  }

  apply(): void {
    this.document.documentElement.dataset['theme'] = this.chosen();
  }

  private read(): ThemeName {
    try {
      return localStorage.getItem(storageKey) === 'light' ? 'light' : 'dark';
    } catch {
      return 'dark';
    }
  }
}
