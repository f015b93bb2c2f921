import { computed, effect, inject, Injectable, untracked } from '@angular/core';
import type { PresetSummary } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { PresetsApi } from '../../core/api/presets.api';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';

/** Seconds between two readings of the list, which may be long. */
const refreshSeconds = 60;

/** All presets, also retired ones: those of the first page at once, the others while those are looked at. */
@Injectable()
export class AllPresets {
  private readonly api = inject(PresetsApi);

  readonly list = new PagedList<PresetSummary>({ pageSize: limits.pageMax });
  /** Whether more of them are still on their way. */
  readonly reading = computed(() => this.list.hasMore() && this.list.moreProblem() === null);

  constructor() {
    this.list.show((page) => this.api.list({ ...page, state: 'ANY' }));
    effect(() => {
      if (this.reading() && !this.list.loadingMore() && !this.list.loading()) untracked(() => this.list.loadMore());
    });
    pollWhileVisible(refreshSeconds, () => this.list.refresh());
  }
}
