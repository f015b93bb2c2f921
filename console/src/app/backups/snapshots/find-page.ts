import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import type { SnapshotMatches } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import { formatBytes, formatCount } from '../../shared/figures/format';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { NodeQuery } from './node-query';
import { showSnapshotHeading } from './snapshot-trail';
import { parentOf, shortId, wholeTime } from './snapshot-words';

/** Paths that are drawn at once. */
const step = 200;

/** In which snapshots a path is, and how it was in each. */
@Component({
  selector: 'hb-find-page',
  imports: [MatButton, MatFormField, MatInput, MatLabel, NodeQuery, PageState, RouterLink, ShowMore],
  templateUrl: './find-page.html',
  styleUrl: './find-page.scss',
})
export class FindPage {
  protected readonly shownPath = shownPath;
  private readonly api = inject(BackupsApi);
  private readonly router = inject(Router);

  /** From the address. */
  readonly policyId = input.required<string>();
  readonly node = input<string>();
  readonly pattern = input<string>();

  protected readonly bytes = formatBytes;
  protected readonly count = formatCount;
  protected readonly parentOf = parentOf;
  protected readonly shortId = shortId;
  protected readonly wholeTime = wholeTime;

  protected readonly found = rxResource({
    params: () => {
      const pattern = this.pattern();
      return pattern ? { policyId: this.policyId(), pattern, node: this.node() ?? null } : undefined;
    },
    stream: ({ params }) => this.api.snapshots.find(params.policyId, { pattern: params.pattern, nodeId: params.node }),
  });
  /** Each path with the snapshots that it is in, newest first. */
  protected readonly paths = computed(() => {
    if (!this.found.hasValue() || this.found.isLoading()) return null;
    const byPath = new Map<string, SnapshotMatches['matches']>();
    for (const match of this.found.value().matches) {
      byPath.set(match.path, [...(byPath.get(match.path) ?? []), match]);
    }
    return [...byPath].map(([path, matches]) => ({
      path,
      matches: matches.toSorted((one, other) => other.snapshotAt.localeCompare(one.snapshotAt)),
    }));
  });
  protected readonly shown = linkedSignal({ source: this.pattern, computation: () => step });

  constructor() {
    showSnapshotHeading(this.policyId, this.node, () => ({ title: 'Find' }));
  }

  protected find(pattern: string): void {
    if (pattern.trim() === '') return;
    void this.router.navigate([], { queryParams: { pattern: pattern.trim() }, queryParamsHandling: 'merge' });
  }

  protected showMore(): void {
    this.shown.update((count) => count + step);
  }
}
