import { Component, input, output } from '@angular/core';
import { FailureState } from './failure-state';

/** Stands in for a form until what it edits has been read, or says why that failed. What is projected is the way out. */
@Component({
  selector: 'hb-loading-form',
  imports: [FailureState],
  template: `
    @if (error(); as fault) {
      <hb-failure-state [error]="fault" (retry)="retry.emit()"><ng-content /></hb-failure-state>
    } @else {
      <div role="status">
        <span class="hb-visually-hidden">Loading {{ what() }}</span>
        <div class="hb-skeleton"></div>
      </div>
    }
  `,
  styles: `
    .hb-skeleton {
      display: block;
      max-width: 860px;
      height: 460px;
      border-radius: var(--hb-radius);
    }
  `,
})
export class LoadingForm {
  readonly what = input.required<string>();
  readonly error = input.required<unknown>();
  readonly retry = output();
}
