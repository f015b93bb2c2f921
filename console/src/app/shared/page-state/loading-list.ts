import { Component, computed, input } from '@angular/core';

/** Stands in for a list until it has been read, with rows as high as its own, so that nothing moves when they come. */
@Component({
  selector: 'hb-loading-list',
  template: `
    <span class="hb-visually-hidden">Loading {{ what() }}</span>
    @for (row of places(); track row) {
      <div class="row" [style.height.px]="rowHeight()">
        <span class="hb-skeleton"></span><span class="hb-skeleton wide"></span>
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .row {
      display: flex;
      gap: 24px;
      align-items: center;
      padding: 0 14px;
      border-top: 1px solid var(--hb-line);

      &:first-of-type {
        border-top: 0;
      }
    }
    .hb-skeleton {
      width: 120px;
      height: 16px;
    }
    .wide {
      flex: 1;
      max-width: 460px;
    }
  `,
  host: { role: 'status' },
})
export class LoadingList {
  readonly what = input.required<string>();
  /** In pixels. */
  readonly rowHeight = input.required<number>();
  /** As many rows as usually fill the first screen. */
  readonly rows = input(8);

  protected readonly places = computed(() => Array.from({ length: this.rows() }, (_, index) => index));
}
