import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { StoredPreference } from '../preferences/stored-preference';

export type ThemeName = 'dark' | 'light';
export const themeChoices = ['system', 'dark', 'light'] as const;
/** `system` is what the browser says that the user prefers. */
export type ThemeChoice = (typeof themeChoices)[number];

/** Dark unless the user chose otherwise on this browser. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly document = inject(DOCUMENT);
  /** Read by public/theme.js too, before the first paint. */
  private readonly preference = new StoredPreference<ThemeChoice>('hb-theme', themeChoices, 'dark');
  private readonly systemLight = signal(false);

  readonly choice = this.preference.choice;
  readonly name = computed<ThemeName>(() => {
    const choice = this.choice();
    if (choice === 'system') return this.systemLight() ? 'light' : 'dark';
    return choice;
  });

  constructor() {
    const preference = this.document.defaultView?.matchMedia('(prefers-color-scheme: light)');
    if (preference !== undefined) {
      this.systemLight.set(preference.matches);
      preference.addEventListener('change', ({ matches }) => {
        this.systemLight.set(matches);
        this.apply();
      });
    }
  }

  choose(choice: ThemeChoice): void {
    this.preference.choose(choice);
    this.apply();
  }

  /** At once and not by an effect: charts read their colours from the page when the name changes. */
  apply(): void {
    this.document.documentElement.dataset['theme'] = this.name();
  }
}
