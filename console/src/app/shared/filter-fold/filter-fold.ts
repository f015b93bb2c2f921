import { Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../icon/icon';

/** Filters of a list: all in sight where there is room, behind a button on a phone, which says how many are set. */
@Component({
  selector: 'hb-filter-fold',
  imports: [Icon, MatButton],
  template: `
    <button
      matButton="outlined"
      type="button"
      aria-controls="filters"
      [attr.aria-expanded]="open()"
      (click)="open.set(!open())"
    >
      <hb-icon [name]="open() ? 'chevron-down' : 'chevron-right'" />{{ words() }}
    </button>
    <div id="filters" [class.folded]="!open()"><ng-content /></div>
  `,
  styles: `
    :host {
      display: block;
    }
    button {
      display: none;
    }
    hb-icon {
      margin-inline-end: 6px;
      vertical-align: -3px;
    }
    @media (width < 700px) {
      button {
        display: inline-block;
      }
      div {
        margin-top: 12px;
      }
      .folded {
        display: none;
      }
    }
  `,
})
export class FilterFold {
  /** The values of the filters; null where one is not set. */
  readonly filter = input.required<object>();

  protected readonly open = signal(false);
  protected readonly words = computed(() => {
    const set = Object.values(this.filter()).filter((value) => value !== null).length;
    return set === 0 ? 'Filters' : `Filters (${set})`;
  });
}
