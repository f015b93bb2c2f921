import type { ElementRef, Signal } from '@angular/core';
import {
  afterNextRender,
  ApplicationRef,
  computed,
  DestroyRef,
  inject,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { Viewport } from './viewport';

/** Pixels that are drawn above and below the screen at the least, so that a turn of the wheel or Tab finds rows there. */
const spareHeight = 150;
/** Milliseconds until they are drawn, too, where a whole screen is new: what is seen comes first. */
const sparePause = 100;
/** Milliseconds until the slots that the first screen left empty are filled, and between one row and the next. */
const fillPause = 1_000;
const rowPause = 100;

export interface RowWindowOptions {
  /** The element that holds the rows, as high as all of them. */
  readonly list: Signal<ElementRef<Element>>;
  readonly rows: Signal<number>;
  /** Pixels; the same for every row. */
  readonly rowHeight: Signal<number>;
  /** Pixels at the upper edge of the screen that something else covers. */
  readonly covered: Signal<number>;
}

/** One drawn row. A row that is scrolled away leaves its slot to one that comes, so that nothing is built anew or moved. */
export interface DrawnRow {
  readonly row: number;
  readonly slot: number;
}

interface PlacedRows {
  readonly first: number;
  readonly end: number;
  readonly slots: number;
  readonly firstSlot: number;
}

/** Which rows of a list in the scrolling page are drawn: those on the screen and a few more. */
export class RowWindow {
  private readonly viewport = inject(Viewport);
  private readonly application = inject(ApplicationRef);
  private readonly topRow = signal(0);
  /** The row that begins below the screen's lower edge. */
  private readonly bottomRow = signal(1);
  /** As many as can be on the screen, in part or whole. */
  private readonly rowsOnScreen = signal(1);
  private readonly hasSpare = signal(false);
  private spareTimer: ReturnType<typeof setTimeout> | null = null;
  /** Rows that are drawn at the least, on the screen or below it. */
  private readonly filled = signal(0);
  private fillTimer: ReturnType<typeof setTimeout> | null = null;
  private readonly listWidth = signal(0);
  private readonly viewWidth = signal(this.viewport.width);

  /** Pixels. */
  readonly width = this.listWidth.asReadonly();
  readonly screenWidth = this.viewWidth.asReadonly();
  readonly first = computed(() => Math.max(0, Math.min(this.topRow(), this.options.rows() - 1) - this.spareRows()));
  readonly end = computed(() => Math.min(this.options.rows(), this.lastRow()));
  readonly drawn = computed<readonly DrawnRow[]>(() => {
    const { first, end, slots, firstSlot } = this.placed();
    return Array.from({ length: Math.max(0, end - first) }, (_, index) => ({
      row: first + index,
      slot: (firstSlot + index) % slots,
    }));
  });
  /** Whether the beginning of the list is off the screen. */
  readonly isScrolled = computed(() => this.topRow() > 0);

  /** Whole rows on the screen. */
  readonly pageRows = computed(() => Math.max(1, this.rowsOnScreen() - 2));

  private readonly spareRowsMax = computed(() => Math.ceil(spareHeight / this.options.rowHeight()));
  private readonly spareRows = computed(() => (this.hasSpare() ? this.spareRowsMax() : 0));
  private readonly slots = computed(() => this.rowsOnScreen() + 2 * this.spareRowsMax());
  /** All slots are filled at last: a jump from a page that begins with something else finds its rows built. */
  private readonly lastRow = computed(() =>
    this.hasSpare()
      ? Math.max(this.bottomRow() + this.spareRows(), this.first() + Math.min(this.filled(), this.slots()))
      : this.bottomRow(),
  );
  /** Rows that stay keep their slots. Where none stays, the new ones take the slots in the order that they have. */
  private readonly placed = linkedSignal<Omit<PlacedRows, 'firstSlot'>, PlacedRows>({
    source: () => ({ first: this.first(), end: this.end(), slots: this.slots() }),
    computation: (rows, previous) => {
      const before = previous?.value;
      if (before?.slots !== rows.slots) return { ...rows, firstSlot: 0 };
      const isJump = rows.first >= before.end || rows.end <= before.first;
      const moved = isJump ? 0 : rows.first - before.first;
      return { ...rows, firstSlot: (before.firstSlot + moved + rows.slots) % rows.slots };
    },
  });

  constructor(private readonly options: RowWindowOptions) {
    const destroyed = inject(DestroyRef);
    destroyed.onDestroy(() => {
      this.stopWaiting();
      if (this.fillTimer !== null) clearTimeout(this.fillTimer);
    });
    afterNextRender(() => {
      const element = this.options.list().nativeElement;
      // Another number of rows, or another height of them, is another height of the list.
      destroyed.onDestroy(this.viewport.watch(element, () => this.measureAndDraw()));
      this.measure();
      this.fillAfter(fillPause);
    });
  }

  /** Scrolls no further than is needed to have all of the row on the screen, and calls back once it is drawn. */
  reveal(row: number, then: () => void): void {
    const [height, covered] = [this.options.rowHeight(), this.options.covered()];
    const top = this.viewport.topOf(this.options.list().nativeElement) + row * height;
    if (top < covered) this.viewport.scrollBy(top - covered);
    else if (top + height > this.viewport.height) this.viewport.scrollBy(top + height - this.viewport.height);
    this.measureAndDraw();
    then();
  }

  /** Draws at once, not in the task of the next frame: the browser lays out and paints in another one than Angular works in. */
  private measureAndDraw(): void {
    this.measure();
    this.application.tick();
  }

  private measure(): void {
    const element = this.options.list().nativeElement;
    const height = this.options.rowHeight();
    const room = Math.max(0, this.viewport.height - this.options.covered());
    const top = this.viewport.topOf(element);
    const topRow = Math.max(0, Math.floor((this.options.covered() - top) / height));
    const rowsOnScreen = Math.ceil(room / height) + 1;
    if (Math.abs(topRow - untracked(this.topRow)) >= rowsOnScreen) this.hasSpare.set(false);
    if (!untracked(this.hasSpare)) this.drawSpareSoon();
    this.topRow.set(topRow);
    this.rowsOnScreen.set(rowsOnScreen);
    // A page that begins with something else has fewer rows on its first screen.
    this.bottomRow.set(Math.min(topRow + rowsOnScreen, Math.max(1, Math.ceil((this.viewport.height - top) / height))));
    this.listWidth.set(this.viewport.widthOf(element));
    this.viewWidth.set(this.viewport.width);
  }

  private drawSpareSoon(): void {
    this.stopWaiting();
    this.spareTimer = setTimeout(() => this.hasSpare.set(true), sparePause);
  }

  /** One row after the other: building all of them would be a long task. */
  private fillAfter(pause: number): void {
    this.fillTimer = setTimeout(() => {
      this.filled.set(Math.max(this.filled(), this.end() - this.first()) + 1);
      if (this.filled() < this.slots()) this.fillAfter(rowPause);
    }, pause);
  }

  private stopWaiting(): void {
    if (this.spareTimer !== null) clearTimeout(this.spareTimer);
    this.spareTimer = null;
  }
}
