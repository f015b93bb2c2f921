import type { ElementRef } from '@angular/core';
import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  inject,
  linkedSignal,
  untracked,
  viewChildren,
} from '@angular/core';
import { MatDialogRef } from '@angular/material/dialog';
import { Icon } from '../shared/icon/icon';
import { PaletteActions } from './palette-actions';
import type { PaletteItem } from './palette-item';
import { PaletteSearch } from './palette-search';

/** Finds a host, a preset, a job or an action by a few letters. A combobox with a list box (ARIA 1.2): the focus stays in the field. */
@Component({
  selector: 'hb-palette',
  imports: [Icon],
  providers: [PaletteSearch, PaletteActions],
  templateUrl: './palette.html',
  styleUrl: './palette.scss',
})
export class Palette {
  private readonly dialog = inject<MatDialogRef<Palette>>(MatDialogRef);
  protected readonly search = inject(PaletteSearch);

  private readonly options = viewChildren<ElementRef<HTMLElement>>('option');
  private readonly items = computed(() => this.search.groups().flatMap(({ items }) => items));
  /** What was typed anew chooses the first; what comes in later leaves the choice. */
  private readonly chosen = linkedSignal<string, string | null>({
    source: () => this.search.typed(),
    computation: () => null,
  });
  protected readonly active = computed(() => {
    const items = this.items();
    return items.find(({ id }) => id === this.chosen()) ?? items[0] ?? null;
  });

  /** Enter was pressed before the hosts were there: the best fit may be one of them. */
  private readonly enteredEarly = linkedSignal<string, boolean>({
    source: () => this.search.typed(),
    computation: () => false,
  });

  constructor() {
    effect(() => {
      if (this.enteredEarly() && !this.search.hostsLoading()) untracked(() => this.run(this.active()));
    });
    afterRenderEffect(() => {
      const active = this.active();
      const option = this.options().find(({ nativeElement }) => nativeElement.id === active?.id);
      option?.nativeElement.scrollIntoView({ block: 'nearest' });
    });
  }

  protected type(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.search.typed.set(event.target.value);
  }

  protected press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) this.move(step);
    else if (event.key === 'Enter') this.enter();
    else return;
    event.preventDefault();
  }

  protected point(item: PaletteItem): void {
    this.chosen.set(item.id);
  }

  protected run(item: PaletteItem | null): void {
    if (item === null) return;
    this.dialog.close();
    item.run();
  }

  private enter(): void {
    if (this.chosen() === null && this.search.hostsLoading()) this.enteredEarly.set(true);
    else this.run(this.active());
  }

  /** Past an end it goes on at the other. */
  private move(step: number): void {
    const items = this.items();
    const at = items.findIndex(({ id }) => id === this.active()?.id);
    this.chosen.set(items.at((at + step) % items.length)?.id ?? null);
  }
}
