import { Component, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ApiProblem } from '../../core/api/problem';

/**
 * The end of a list that is shown piece by piece. Who gets to the last piece by keyboard stays here: the button is gone, but
 * this element takes the focus that it had.
 */
@Component({
  selector: 'hb-show-more',
  imports: [MatButton],
  template: `
    @if (problem(); as problem) {
      <p class="failed" role="alert">{{ problem.title }}. {{ problem.detail }}</p>
    }
    @if (hasMore()) {
      <button matButton="outlined" type="button" [disabled]="loading()" disabledInteractive (click)="ask()">
        {{ loading() ? 'Loading…' : label() }}
      </button>
    } @else if (asked()) {
      <p class="end">That is all.</p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
    }
    button,
    p {
      margin: 12px;
    }
    .failed {
      color: var(--hb-critical-text);
      text-align: center;
    }
    .end {
      color: var(--hb-text-secondary);
    }
  `,
  host: { tabindex: '-1' },
})
export class ShowMore {
  readonly hasMore = input.required<boolean>();
  /** The next piece is on its way. */
  readonly loading = input(false);
  /** Why the last piece did not come. */
  readonly problem = input<ApiProblem | null>(null);
  readonly label = input('Load more');

  readonly more = output();

  protected readonly asked = signal(false);

  protected ask(): void {
    if (this.loading()) return;
    this.asked.set(true);
    this.more.emit();
  }
}
