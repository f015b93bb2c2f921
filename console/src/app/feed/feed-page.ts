import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Clock } from '../core/clock/clock';
import { showHeading } from '../core/heading/page-heading';
import { showLiveSource } from '../core/live/live-sources';
import { formatCount, formatDuration } from '../shared/figures/format';
import { Icon } from '../shared/icon/icon';
import { FailureState } from '../shared/page-state/failure-state';
import { PageState } from '../shared/page-state/page-state';
import type { FeedFilter } from './feed-filter';
import { feedFilter, isImpossible, isOfKind } from './feed-filter';
import { FeedFilterBar } from './feed-filter-bar';
import { keptOfEachType } from './feed-log';
import { FeedRow } from './feed-row';
import { LiveFeed } from './live-feed';

/** Elements that the space bar works on already. */
const spaceIsTheirs = 'a, button, input, textarea, select, [role="option"], [role="dialog"], [contenteditable]';

/** Heartbeats and what happens, as they come: for watching a change arrive, or a host come back. */
@Component({
  selector: 'hb-feed-page',
  imports: [FailureState, FeedFilterBar, FeedRow, Icon, MatButton, PageState, RouterLink],
  providers: [LiveFeed],
  templateUrl: './feed-page.html',
  styleUrl: './feed-page.scss',
  host: { '(document:keydown)': 'pauseByKey($event)' },
})
export class FeedPage {
  private readonly router = inject(Router);
  private readonly clock = inject(Clock);
  protected readonly feed = inject(LiveFeed);

  /** From the query string. */
  readonly kind = input<string>();
  readonly host = input<string>();

  protected readonly filter = computed(() => feedFilter({ kind: this.kind(), host: this.host() }));
  protected readonly impossible = computed(() => isImpossible(this.filter()));
  private readonly followed = computed(() => (this.impossible() ? null : this.filter().nodeId));
  protected readonly entries = computed(() => {
    const { kind } = this.filter();
    return this.feed.entries().filter((entry) => isOfKind(entry, kind));
  });
  protected readonly filtered = computed(() => this.filter().kind !== 'all' || this.filter().nodeId !== null);
  protected readonly paused = signal(false);
  /** Nothing moves under the pointer. */
  protected readonly pointedAt = signal(false);
  protected readonly frozen = computed(() => this.paused() || this.pointedAt());
  /** Of the kind that is shown. */
  private readonly heldBackCount = computed(() => {
    const { heartbeat, activity } = this.feed.waiting();
    const { kind } = this.filter();
    return (kind === 'activity' ? 0 : heartbeat) + (kind === 'heartbeats' ? 0 : activity);
  });
  protected readonly state = computed(() => {
    const lostSince = this.feed.lostSince();
    if (lostSince !== null) {
      const silence = formatDuration((this.clock.now() - lostSince) / 1000);
      return `No connection for ${silence}. Trying again by itself.`;
    }
    if (!this.frozen()) return 'Newest at the top';
    const heldBackText = `${formatCount(this.heldBackCount())} held back`;
    return this.paused() ? `Paused · ${heldBackText}` : `Paused while you point at it · ${heldBackText}`;
  });
  protected readonly kept = keptOfEachType;
  protected readonly placeholders = [1, 2, 3, 4, 5, 6, 7, 8];

  constructor() {
    showHeading(() => ({ title: 'Live feed' }));
    showLiveSource(this.feed.contact);
    effect(() => {
      const nodeId = this.followed();
      untracked(() => this.feed.follow(nodeId));
    });
    effect(() => {
      const frozen = this.frozen();
      untracked(() => this.feed.freeze(frozen));
    });
  }

  protected togglePause(): void {
    this.paused.update((paused) => !paused);
  }

  protected pauseByKey(event: KeyboardEvent): void {
    if (event.key !== ' ' || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(spaceIsTheirs) !== null) return;
    event.preventDefault();
    if (!event.repeat) this.togglePause();
  }

  /** A finger rests nowhere: only a mouse points. */
  protected point(event: PointerEvent, at: boolean): void {
    this.pointedAt.set(at && event.pointerType === 'mouse');
  }

  protected changeFilter(change: Partial<FeedFilter>): void {
    const { kind, nodeId } = { ...this.filter(), ...change };
    void this.router.navigate([], {
      queryParams: { kind: kind === 'all' ? null : kind, host: nodeId },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected clearFilter(): void {
    this.changeFilter({ kind: 'all', nodeId: null });
  }
}
