import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { PresetsApi } from '../../core/api/presets.api';
import { showHeading } from '../../core/heading/page-heading';
import { allItems } from '../../core/paging/all-items';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { categoriesOf, searchPresets } from '../../shared/preset-search/preset-search';

/** All presets; the category and the search are in the address. */
@Component({
  selector: 'hb-catalogue-page',
  imports: [FailureState, MatButton, MatFormField, MatInput, MatLabel, PageState, RouterLink],
  templateUrl: './catalogue-page.html',
  styleUrl: './catalogue-page.scss',
})
export class CataloguePage {
  private readonly router = inject(Router);
  private readonly api = inject(PresetsApi);

  /** From the address: the search, the category, and the host that a preset is sought for. */
  readonly q = input<string>();
  readonly category = input<string>();
  readonly node = input<string>();

  protected readonly presets = rxResource({ stream: () => allItems((page) => this.api.list(page)) });
  protected readonly search = computed(() => this.q() ?? '');
  protected readonly all = computed(() => (this.presets.hasValue() ? this.presets.value() : null));
  private readonly matching = computed(() => searchPresets(this.all() ?? [], this.search()));
  /** Those of what the search found, and the one of the address, also when it found nothing there. */
  protected readonly categories = computed(() => {
    const found = categoriesOf(this.matching());
    const chosen = this.category();
    const isThere = chosen === undefined || found.some(({ name }) => name === chosen);
    return isThere ? found : [...found, { name: chosen, count: 0 }];
  });
  protected readonly matchCount = computed(() => this.matching().length);
  protected readonly shown = computed(() => {
    const chosen = this.category();
    return chosen === undefined ? this.matching() : this.matching().filter(({ category }) => category === chosen);
  });
  protected readonly nothingWords = computed(() => {
    const found = this.search() === '' ? 'There is nothing' : `Nothing is found for “${this.search()}”`;
    return this.category() === undefined ? `${found}.` : `${found} in ${this.category()}.`;
  });
  /** As many cards as usually fill the first screen. */
  protected readonly skeletonCards = Array.from({ length: 9 }, (_, index) => index);

  constructor() {
    showHeading(() => {
      const count = this.all()?.length;
      return {
        title: 'Deploys',
        ...(count === undefined ? {} : { detail: count === 1 ? '1 preset' : `${count} presets` }),
      };
    });
  }

  protected showAll(): void {
    void this.router.navigate([], { queryParams: { q: null, category: null }, queryParamsHandling: 'merge' });
  }

  protected changeSearch(text: string): void {
    void this.router.navigate([], {
      queryParams: { q: text === '' ? null : text },
      queryParamsHandling: 'merge',
      // Each letter is not a page of its own to go back to.
      replaceUrl: true,
    });
  }
}
