import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router } from '@angular/router';
import type { SnapshotDifference } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import { healing } from '../../core/recovery/when-recovered';
import { formatBytes, formatCount } from '../../shared/figures/format';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { NodeQuery } from './node-query';
import { showSnapshotHeading } from './snapshot-trail';
import { shortId, wholeTime } from './snapshot-words';

/** Changes that are drawn at once. */
const step = 500;

type Change = SnapshotDifference['changes'][number]['change'];

const changeWords: Readonly<Record<Change, string>> = {
  '+': 'Added',
  '-': 'Removed',
  M: 'Changed',
  U: 'Owner, mode or time',
  T: 'Other type',
};

/** What has changed from one snapshot to another. */
@Component({
  selector: 'hb-diff-page',
  imports: [MatFormField, MatLabel, MatOption, MatSelect, NodeQuery, PageState, ShowMore],
  templateUrl: './diff-page.html',
  styleUrl: './diff-page.scss',
})
export class DiffPage {
  protected readonly shownPath = shownPath;
  private readonly api = inject(BackupsApi);
  private readonly router = inject(Router);

  /** From the address. */
  readonly policyId = input.required<string>();
  readonly node = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  protected readonly bytes = formatBytes;
  protected readonly count = formatCount;
  protected readonly words = changeWords;

  private readonly list = healing(
    rxResource({
      params: () => ({ policyId: this.policyId(), node: this.node() ?? null }),
      stream: ({ params }) => this.api.snapshots.list(params.policyId, params.node),
    }),
  );
  /** Newest first; those of the address are there, also when the list is not. */
  protected readonly options = computed(() => {
    const known = this.list.hasValue() ? this.list.value().items : [];
    const options = known
      .toSorted((one, other) => other.at.localeCompare(one.at))
      .map(({ id, at }) => ({ id, label: `${shortId(id)} · ${wholeTime(at)}` }));
    // Both may be the same.
    const missing = new Set([this.from(), this.to()].filter((id) => !known.some((each) => each.id === id)));
    return [...options, ...[...missing].filter((id) => id !== undefined).map((id) => ({ id, label: shortId(id) }))];
  });

  protected readonly difference = rxResource({
    params: () => {
      const [from, to] = [this.from(), this.to()];
      return from && to && from !== to ? { policyId: this.policyId(), from, to, node: this.node() ?? null } : undefined;
    },
    stream: ({ params }) =>
      this.api.snapshots.diff(params.policyId, { from: params.from, to: params.to, nodeId: params.node }),
  });
  protected readonly answer = computed(() =>
    this.difference.hasValue() && !this.difference.isLoading() ? this.difference.value() : null,
  );
  protected readonly asked = computed(() => Boolean(this.from() && this.to()) && this.from() !== this.to());
  protected readonly shown = linkedSignal({ source: () => `${this.from()} ${this.to()}`, computation: () => step });

  constructor() {
    showSnapshotHeading(this.policyId, this.node, () => ({ title: 'Compare' }));
  }

  protected choose(which: 'from' | 'to', id: string): void {
    void this.router.navigate([], { queryParams: { [which]: id }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected showMore(): void {
    this.shown.update((count) => count + step);
  }
}
