import { Component, input } from '@angular/core';

/** Holds the room of a list that is being loaded. */
@Component({
  selector: 'hb-list-skeleton',
  template: `
    <span class="hb-visually-hidden">Loading the {{ what() }}</span>
    @for (row of rows; track row) {
      <div><span class="hb-skeleton"></span><span class="hb-skeleton wide"></span></div>
    }
  `,
  host: { class: 'hb-card', role: 'status' },
  styles: `
    :host {
      display: block;
    }
    div {
      display: flex;
      gap: 24px;
      align-items: center;
      height: 49px;
      padding: 0 14px;
      border-top: 1px solid var(--hb-line);
    }
    div:first-of-type {
      border-top: 0;
    }
    .hb-skeleton {
      width: 140px;
      height: 16px;
    }
    .wide {
      flex: 1;
      max-width: 420px;
    }
  `,
})
export class ListSkeleton {
  /** Such as "channels". */
  readonly what = input.required<string>();

  protected readonly rows = [1, 2, 3, 4];
}
