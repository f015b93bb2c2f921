import { computed, Injectable } from '@angular/core';
import { storedSwitch } from '../preferences/stored-preference';

/**
 * Whether single letters work as shortcuts on this browser. Whoever speaks to the computer, or brushes keys by accident,
 * must be able to turn them off (WCAG 2.2, 2.1.4).
 */
@Injectable({ providedIn: 'root' })
export class SingleKeys {
  private readonly preference = storedSwitch('hb-single-keys');

  readonly on = computed(() => this.preference.choice() === 'on');

  choose(on: boolean): void {
    this.preference.choose(on ? 'on' : 'off');
  }
}
