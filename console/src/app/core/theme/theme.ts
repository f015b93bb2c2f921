import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';

export type ThemeName = 'dark' | 'light';
export const themeChoices = ['system', 'dark', 'light'] as const;
/** `system` is what the browser says that the user prefers. */
export type ThemeChoice = (typeof themeChoices)[number];

/** Read by public/theme.js too, before the first paint. */
const storageKey = 'hb-theme';

/** Dark unless the user chose otherwise on this browser. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly chosen = signal<ThemeChoice>(read());
  private readonly systemLight = signal(false);

  readonly choice = this.chosen.asReadonly();
  readonly name = computed<ThemeName>(() => {
    const choice = this.chosen();
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
    this.chosen.set(choice);
    this.apply();
    try {
      localStorage.setItem(storageKey, choice);
    } catch {
      // Storage is blocked: the choice holds until the page is left.
    }
  }

  /** At once and not by an effect: charts read their colours from the page when the name changes. */
  apply(): void {
    this.document.documentElement.dataset['theme'] = this.name();
  }
}

function read(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return themeChoices.find((choice) => choice === stored) ?? 'dark';
  } catch {
    return 'dark';
  }
}
