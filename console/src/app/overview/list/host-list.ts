import type { ElementRef, Signal } from '@angular/core';
import { computed, effect, inject, untracked } from '@angular/core';
import { FleetStore } from '../fleet-store';
import type { Host } from '../host';
import { placeAfterKey } from './host-keys';
import { RowWindow } from './row-window';
import { SparkStore } from './spark-store';

export interface HostListOptions {
  readonly list: Signal<ElementRef<HTMLElement>>;
  readonly hosts: Signal<readonly Host[]>;
  /** Pixels of a row. */
  readonly rowHeight: (screenWidth: number) => number;
  /** Hosts side by side in a list of this width; one if left out. */
  readonly columns?: (width: number) => number;
  /** Pixels of the list's own head, which stays on the screen. */
  readonly head?: number;
}

export interface DrawnHost {
  readonly host: Host;
  /** From 0, in the whole list. */
  readonly place: number;
  readonly slot: number;
}

/** Pixels: the console's top bar, which covers what is scrolled under it. */
const topBar = 56;
const noHead = 0;

/** A long list of hosts of which only those on the screen are drawn, walked through by the arrows, Page, Home and End. */
export class HostList {
  private readonly sparks = inject(SparkStore);
  private readonly store = inject(FleetStore);
  private readonly window;

  readonly columns: Signal<number> = computed(() => this.options.columns?.(this.window.width()) ?? 1);
  readonly rowHeight: Signal<number> = computed(() => this.options.rowHeight(this.window.screenWidth()));
  readonly drawn: Signal<readonly DrawnHost[]> = computed(() => {
    const [hosts, columns] = [this.options.hosts(), this.columns()];
    return this.window.drawn().flatMap(({ row, slot }) =>
      hosts.slice(row * columns, (row + 1) * columns).map((host, column) => ({
        host,
        place: row * columns + column,
        slot: slot * columns + column,
      })),
    );
  });
  /** Pixels of all rows, of those above the drawn ones, and of those below. */
  readonly height: Signal<number> = computed(() => this.rows() * this.rowHeight());
  readonly above: Signal<number> = computed(() => this.window.first() * this.rowHeight());
  readonly below: Signal<number> = computed(() => (this.rows() - this.window.end()) * this.rowHeight());

  private readonly rows: Signal<number> = computed(() => Math.ceil(this.options.hosts().length / this.columns()));

  constructor(private readonly options: HostListOptions) {
    this.window = new RowWindow({
      list: options.list,
      rows: computed(() => this.rows()),
      rowHeight: computed(() => this.rowHeight()),
      covered: computed(() => topBar + (options.head ?? noHead)),
    });
    effect(() => {
      const ids = this.drawn().map(({ host }) => host.id);
      untracked(() => this.sparks.show(ids));
    });
    effect((onCleanup) => {
      const isScrolled = this.window.isScrolled();
      untracked(() => this.store.freeze('scroll', isScrolled));
      onCleanup(() => this.store.freeze('scroll', false));
    });
  }

  /** Leads the keyboard from the host it is on to another one, drawn or not. */
  move(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const from = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]') : null;
    if (from === null) return;
    const to = placeAfterKey(event.key, Number(from.dataset['place']), {
      count: this.options.hosts().length,
      columns: this.columns(),
      pageRows: this.window.pageRows(),
    });
    if (to === null) return;
    event.preventDefault();
    this.window.reveal(Math.floor(to / this.columns()), () => {
      const list = this.options.list().nativeElement;
      list.querySelector<HTMLElement>(`[data-place="${to}"] a`)?.focus({ preventScroll: true });
    });
  }
}
