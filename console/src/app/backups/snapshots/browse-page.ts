import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { RouterLink } from '@angular/router';
import type { SnapshotEntry, SnapshotTree } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { BackupsApi } from '../../core/api/backups.api';
import { Session } from '../../core/session/session';
import { formatBytes, formatCount } from '../../shared/figures/format';
import { Icon } from '../../shared/icon/icon';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { NodeQuery } from './node-query';
import { showSnapshotHeading } from './snapshot-trail';
import { nameOf, shortId, wholeTime } from './snapshot-words';

/** Entries that are drawn at once. */
const step = 500;

/** One directory of a snapshot, with the way into others; entries can be chosen to be restored. */
@Component({
  selector: 'hb-browse-page',
  imports: [Icon, MatButton, MatCheckbox, NodeQuery, PageState, RouterLink, ShowMore],
  templateUrl: './browse-page.html',
  styleUrl: './browse-page.scss',
})
export class BrowsePage {
  protected readonly shownPath = shownPath;
  private readonly api = inject(BackupsApi);

  /** From the address. */
  readonly policyId = input.required<string>();
  readonly snapshotId = input.required<string>();
  readonly node = input<string>();
  readonly path = input<string>();

  protected readonly mayRun = inject(Session).can('backup.run');
  protected readonly bytes = formatBytes;
  protected readonly count = formatCount;
  protected readonly nameOf = nameOf;
  protected readonly wholeTime = wholeTime;
  protected readonly shortId = shortId;

  protected readonly directory = computed(() => this.path() || '/');
  protected readonly tree = rxResource<
    SnapshotTree,
    { policyId: string; snapshotId: string; path: string; node: string | null }
  >({
    params: () => ({
      policyId: this.policyId(),
      snapshotId: this.snapshotId(),
      path: this.directory(),
      node: this.node() ?? null,
    }),
    stream: ({ params }) =>
      this.api.snapshots.tree(params.policyId, params.snapshotId, { path: params.path, nodeId: params.node }),
  });
  /** Directories first, each by its name. */
  protected readonly entries = computed<readonly SnapshotEntry[] | null>(() => {
    if (!this.tree.hasValue() || this.tree.isLoading()) return null;
    const rank = (entry: SnapshotEntry): number => (entry.type === 'dir' ? 0 : 1);
    return [...this.tree.value().entries].sort(
      (one, other) => rank(one) - rank(other) || one.path.localeCompare(other.path),
    );
  });
  protected readonly shown = linkedSignal({ source: this.directory, computation: () => step });
  protected readonly chosen = linkedSignal<string, readonly string[]>({
    source: this.directory,
    computation: () => [],
  });
  /** Each directory above this one, and itself. */
  protected readonly crumbs = computed(() => {
    const parts = this.directory().split('/').filter(Boolean);
    return [
      { name: '/', path: '/' },
      ...parts.map((name, index) => ({ name, path: `/${parts.slice(0, index + 1).join('/')}` })),
    ];
  });

  constructor() {
    showSnapshotHeading(this.policyId, this.node, () => ({ title: shortId(this.snapshotId()) }));
  }

  protected toggle(path: string, on: boolean): void {
    this.chosen.update((paths) => (on ? [...paths, path] : paths.filter((other) => other !== path)));
  }

  protected showMore(): void {
    this.shown.update((count) => count + step);
  }
}
