import type { ElementRef, Signal } from '@angular/core';
import { afterNextRender, computed, DestroyRef, effect, inject, Injector, signal, untracked } from '@angular/core';
import { Viewport } from './viewport';

/** Rows that are drawn above and below those on the screen, so that a turn of the wheel or Tab finds them there. */
const spareRows = 3;

export interface RowWindowOptions {
  /** The element that holds the rows, as high as all of them. */
  readonly list: Signal<ElementRef<Element>>;
  readonly rows: Signal<number>;
  /** Pixels; the same for every row. */
  readonly rowHeight: Signal<number>;
  /** Pixels at the upper edge of the screen that something else covers. */
  readonly covered: Signal<number>;
}

/** One drawn row. A row that is scrolled away leaves its slot to one that comes, so that nothing is built anew. */
export interface DrawnRow {
  readonly row: number;
  readonly slot: number;
}

/** Which rows of a list in the scrolling page are drawn: those on the screen and a few more. */
export class RowWindow {
  private readonly viewport = inject(Viewport);
  private readonly injector = inject(Injector);
  private readonly topRow = signal(0);
  private readonly rowsOnScreen = signal(1);
  private readonly listWidth = signal(0);
  private readonly viewWidth = signal(this.viewport.width);

  /** Pixels. */
  readonly width = this.listWidth.asReadonly();
  readonly screenWidth = this.viewWidth.asReadonly();
  readonly first = computed(() => Math.max(0, Math.min(this.topRow(), this.options.rows() - 1) - spareRows));
  readonly end = computed(() => Math.min(this.options.rows(), this.first() + this.slots()));
  readonly drawn = computed<readonly DrawnRow[]>(() => {
    const [first, slots] = [this.first(), this.slots()];
    return Array.from({ length: this.end() - first }, (_, index) => ({
      row: first + index,
      slot: (first + index) % slots,
    }));
  });
  /** Whether the beginning of the list is off the screen. */
  readonly isScrolled = computed(() => this.topRow() > 0);

  /** Whole rows on the screen. */
  readonly pageRows = computed(() => Math.max(1, this.rowsOnScreen() - 2));

  private readonly slots = computed(() => this.rowsOnScreen() + 2 * spareRows);

  constructor(private readonly options: RowWindowOptions) {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const element = this.options.list().nativeElement;
      destroyed.onDestroy(this.viewport.watch(element, () => this.measure()));
      this.measure();
    });
    effect(() => {
      this.options.rows();
      this.options.rowHeight();
      untracked(() => this.afterRender(() => this.measure()));
    });
  }

  /** Scrolls no further than is needed to have all of the row on the screen, and calls back once it is drawn. */
  reveal(row: number, then: () => void): void {
    const [height, covered] = [this.options.rowHeight(), this.options.covered()];
    const top = this.viewport.topOf(this.options.list().nativeElement) + row * height;
    if (top < covered) this.viewport.scrollBy(top - covered);
    else if (top + height > this.viewport.height) this.viewport.scrollBy(top + height - this.viewport.height);
    this.measure();
    this.afterRender(then);
  }

  private measure(): void {
    const element = this.options.list().nativeElement;
    const height = this.options.rowHeight();
    const room = Math.max(0, this.viewport.height - this.options.covered());
    const above = this.options.covered() - this.viewport.topOf(element);
    this.topRow.set(Math.max(0, Math.floor(above / height)));
    this.rowsOnScreen.set(Math.ceil(room / height) + 1);
    this.listWidth.set(this.viewport.widthOf(element));
    this.viewWidth.set(this.viewport.width);
  }

  private afterRender(work: () => void): void {
    afterNextRender({ read: work }, { injector: this.injector });
  }
}
