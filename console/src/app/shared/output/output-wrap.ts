import { computed, Injectable } from '@angular/core';
import { storedSwitch } from '../../core/preferences/stored-preference';

/** Whether long lines of output go on in a further row, as the user chose on this browser. */
@Injectable({ providedIn: 'root' })
export class OutputWrap {
  private readonly preference = storedSwitch('hb-output-wrap');

  readonly wrapped = computed(() => this.preference.choice() === 'on');

  choose(wrapped: boolean): void {
    this.preference.choose(wrapped ? 'on' : 'off');
  }
}
