import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PresetVersionSummary } from '@hyprbox/contracts';
import { PresetsApi } from '../../core/api/presets.api';
import { PagedList } from '../../core/paging/paged-list';
import { FailureState } from '../../shared/page-state/failure-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { shortHash } from '../preset-words';

/** The versions of a preset, newest first: who wrote and published each, and what it is known by. */
@Component({
  selector: 'hb-preset-versions',
  imports: [FailureState, RelativeTime, RouterLink, ShowMore],
  templateUrl: './preset-versions.html',
  styleUrl: './preset-versions.scss',
})
export class PresetVersions {
  private readonly api = inject(PresetsApi);

  readonly name = input.required<string>();
  readonly isBuiltIn = input.required<boolean>();
  /** The current one, as the page knows it: the list is read again when that changes. */
  readonly current = input.required<number>();
  /** The one whose source is shown. */
  readonly shown = input.required<number>();

  protected readonly list = new PagedList<PresetVersionSummary>();
  protected readonly rows = computed(() => {
    const versions = this.list.items();
    return versions?.map((each, index) => {
      const before = versions[index + 1];
      return {
        ...each,
        hash: shortHash(each.sha256),
        from: each.commit === null ? null : shortHash(each.commit),
        people: peopleOf(each),
        isByPeople: each.publishedByName !== null,
        product: this.isBuiltIn() ? productOf(each) : null,
        changes: before === undefined ? null : { from: before.version, to: each.version },
      };
    });
  });

  constructor() {
    effect(() => {
      const name = this.name();
      untracked(() => this.list.show((page) => this.api.versions.list(name, page)));
    });
    let known: number | null = null;
    effect(() => {
      const current = this.current();
      if (known !== null && known !== current) untracked(() => this.list.refresh());
      known = current;
    });
  }
}

/** That it was there with the product, and by nobody's doing; when it came into this database says nothing of it. */
function productOf({ isCurrent }: PresetVersionSummary): string {
  return isCurrent ? 'Comes with HyprBox' : 'Came with an earlier HyprBox';
}

/** Who wrote it and who published it, once where that is the same; empty for what comes from a file. */
function peopleOf({ authorName, publishedByName }: PresetVersionSummary): string {
  if (authorName === null) return publishedByName === null ? '' : `published by ${publishedByName}`;
  if (publishedByName === null || authorName === publishedByName) return `by ${authorName}`;
  return `by ${authorName}, published by ${publishedByName}`;
}
