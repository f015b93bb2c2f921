import type { Signal } from '@angular/core';
import { signal } from '@angular/core';

/** What the user chose on this browser among a few values, kept in its storage. */
export class StoredPreference<Choice extends string> {
  private readonly chosen;
  readonly choice: Signal<Choice>;

  /** @param fallback what holds until something was chosen, and where what is stored is none of the choices */
  constructor(
    private readonly storageKey: string,
    choices: readonly Choice[],
    fallback: Choice,
  ) {
    this.chosen = signal(read(storageKey, choices) ?? fallback);
    this.choice = this.chosen.asReadonly();
  }

  choose(choice: Choice): void {
    this.chosen.set(choice);
    try {
      localStorage.setItem(this.storageKey, choice);
    } catch {
      // Storage is blocked: the choice holds until the page is left.
    }
  }
}

/** Something that is on unless the user turned it off. */
export function storedSwitch(storageKey: string): StoredPreference<'on' | 'off'> {
  return new StoredPreference(storageKey, ['on', 'off'], 'on');
}

function read<Choice extends string>(storageKey: string, choices: readonly Choice[]): Choice | undefined {
  try {
    const stored = localStorage.getItem(storageKey);
    return choices.find((choice) => choice === stored);
  } catch {
    return undefined;
  }
}
