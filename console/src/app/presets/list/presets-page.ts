import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { formatCount } from '../../shared/figures/format';
import { FilterFold } from '../../shared/filter-fold/filter-fold';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { LoadingList } from '../../shared/page-state/loading-list';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { PresetSections } from '../sections/preset-sections';
import { AllPresets } from './all-presets';
import type { PresetFilter } from './preset-filter';
import { filterAddress, narrow, noFilter, readFilter } from './preset-filter';
import { PresetFilterBar } from './preset-filter-bar';
import { PresetTable } from './preset-table';

/** Rows that are drawn at first, and that each "Show more" adds. */
const rowsAtOnce = 100;

/** All presets, wherever they come from; the search and the filters are in the address. */
@Component({
  selector: 'hb-presets-page',
  imports: [
    FailureState,
    FilterFold,
    Icon,
    LoadingList,
    MatButton,
    MatFormField,
    MatInput,
    MatLabel,
    PageState,
    PresetFilterBar,
    PresetSections,
    PresetTable,
    RouterLink,
    ShowMore,
  ],
  providers: [AllPresets],
  templateUrl: './presets-page.html',
  styleUrl: './presets-page.scss',
})
export class PresetsPage {
  private readonly router = inject(Router);
  private readonly presets = inject(AllPresets);

  /** From the address. */
  readonly q = input<string>();
  readonly origin = input<string>();
  readonly view = input<string>();

  protected readonly mayWrite = inject(Session).can('preset.write');
  protected readonly list = this.presets.list;
  protected readonly reading = this.presets.reading;
  protected readonly search = computed(() => this.q() ?? '');
  protected readonly filter = computed(() => readFilter({ origin: this.origin(), view: this.view() }));
  protected readonly found = computed(() => narrow(this.list.items() ?? [], this.filter(), this.search()));
  /** How many rows are drawn: anew with what is looked for. */
  private readonly rows = linkedSignal({
    source: () => [this.search(), this.filter()],
    computation: () => rowsAtOnce,
  });
  protected readonly shown = computed(() => this.found().slice(0, this.rows()));
  protected readonly hasMore = computed(() => this.found().length > this.rows());

  constructor() {
    showHeading(() => {
      const count = this.found().length;
      const known = this.list.items() !== null && !this.list.hasMore();
      return {
        title: 'Presets',
        ...(known ? { detail: count === 1 ? '1 preset' : `${formatCount(count)} presets` } : {}),
      };
    });
  }

  protected showMore(): void {
    this.rows.update((rows) => rows + rowsAtOnce);
  }

  protected changeFilter(filter: PresetFilter): void {
    void this.router.navigate([], { queryParams: filterAddress(filter), queryParamsHandling: 'merge' });
  }

  protected changeSearch(text: string): void {
    void this.router.navigate([], {
      queryParams: { q: text === '' ? null : text },
      queryParamsHandling: 'merge',
      // Each letter is not a page of its own to go back to.
      replaceUrl: true,
    });
  }

  protected showAll(): void {
    void this.router.navigate([], {
      queryParams: { q: null, ...filterAddress(noFilter) },
      queryParamsHandling: 'merge',
    });
  }
}
