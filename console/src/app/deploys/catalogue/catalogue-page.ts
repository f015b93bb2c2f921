import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { PresetsApi } from '../../core/api/presets.api';
import { showHeading } from '../../core/heading/page-heading';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { searchPresets } from './preset-search';

/** All presets by category; the search is in the address. */
@Component({
  selector: 'hb-catalogue-page',
  imports: [FailureState, MatButton, MatFormField, MatInput, MatLabel, PageState, RouterLink],
  templateUrl: './catalogue-page.html',
  styleUrl: './catalogue-page.scss',
})
export class CataloguePage {
  private readonly router = inject(Router);
  private readonly api = inject(PresetsApi);

  /** From the address: the search, and the host that a preset is sought for. */
  readonly q = input<string>();
  readonly node = input<string>();

  protected readonly presets = rxResource({ stream: () => this.api.list() });
  protected readonly search = computed(() => this.q() ?? '');
  protected readonly all = computed(() => (this.presets.hasValue() ? this.presets.value().items : null));
  protected readonly categories = computed(() => searchPresets(this.all() ?? [], this.search()));
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

  protected changeSearch(text: string): void {
    void this.router.navigate([], {
      queryParams: { q: text === '' ? null : text },
      queryParamsHandling: 'merge',
      // Each letter is not a page of its own to go back to.
      replaceUrl: true,
    });
  }
}
