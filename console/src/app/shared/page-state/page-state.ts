import { Component, input } from '@angular/core';
import { Icon } from '../icon/icon';
import type { IconName } from '../icon/icons';

/**
 * What a view shows in place of its content: nothing there yet, not allowed, failed. Its buttons are projected.
 */
@Component({
  selector: 'hb-page-state',
  imports: [Icon],
  template: `
    <hb-icon [name]="icon()" />
    <h2>{{ title() }}</h2>
    @if (detail()) {
      <p>{{ detail() }}</p>
    }
    @if (points().length > 0) {
      <ul>
        @for (point of points(); track $index) {
          <li>{{ point }}</li>
        }
      </ul>
    }
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 8px;
      padding: 48px 24px;
      text-align: center;
    }
    hb-icon {
      width: 24px;
      height: 24px;
      color: var(--hb-text-secondary);
    }
    h2 {
      margin: 4px 0 0;
      font-size: 15px;
      font-weight: 600;
    }
    p,
    ul {
      max-width: 52ch;
      margin: 0;
      color: var(--hb-text-secondary);
      overflow-wrap: anywhere;
    }
    ul {
      padding-inline-start: 18px;
      text-align: start;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 8px;
      margin-top: 8px;
    }
    .actions:empty {
      display: none;
    }
  `,
})
export class PageState {
  readonly icon = input<IconName>('circle-alert');
  readonly title = input.required<string>();
  readonly detail = input('');
  /** More than one sentence says, a line each. */
  readonly points = input<readonly string[]>([]);
}
