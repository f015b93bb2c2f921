import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Alert, AlertSummary, Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { Throttled } from '../../core/live/throttled';
import { PagedList } from '../../core/paging/paged-list';
import { AlertChanges } from '../../shared/alerts/alert-changes';
import type { AlertFilter, AlertView } from './alert-view';
import { belongs, queryOf } from './alert-view';

/** However many alerts change, the list and the counts are read again at most once in so many milliseconds. */
export const alertListPause = 1_000;

/**
 * The alerts of a view, newest first, as many pages of them as were asked for, kept fresh by the stream. While the list is
 * frozen, rows change in place but none comes or goes.
 */
@Injectable()
export class AlertList {
  private readonly api = inject(AlertsApi);
  private readonly changes = inject(AlertChanges);
  private readonly hasMoved = signal(false);
  private view: AlertView = 'firing';
  private filter: AlertFilter = { severity: null, nodeId: null, ruleId: null };
  private frozen = false;
  /** The next answer may move rows all the same. */
  private moving = false;
  /** What lies beyond the largest page may be as it was, unless something was missed. */
  private missed = false;

  /** The pages of it. What lies beyond the largest page is kept right by the stream alone. */
  readonly list = new PagedList<Alert>({
    rereads: limits.pageMax,
    merge: (read, shown) => this.merge(read, shown),
    called: (problem) => {
      if (problem === null) this.changes.contact.heard();
    },
  });
  readonly summary = new KnownValue<AlertSummary>();
  /** Whether alerts have come or gone while the list was frozen. */
  readonly moved = this.hasMoved.asReadonly();

  constructor() {
    const owner = inject(DestroyRef);
    const list = new Throttled(alertListPause, () => this.list.refresh(), owner);
    const summary = new Throttled(alertListPause, () => this.readSummary(), owner);
    this.changes.follow(owner, (change) => {
      summary.ask();
      if (change === 'resync') this.missed = true;
      if (change === 'resync' || this.take(change)) list.ask();
    });
    this.readSummary();
    pollWhileVisible(pollSeconds, () => {
      this.list.refresh();
      this.readSummary();
    });
  }

  show(view: AlertView, filter: AlertFilter): void {
    this.view = view;
    this.filter = filter;
    this.hasMoved.set(false);
    this.list.show((page) => this.api.list({ ...queryOf(view, filter), ...page }));
  }

  /** Whether nothing may move, as while somebody points at a row. */
  freeze(frozen: boolean): void {
    this.frozen = frozen;
    if (!frozen && this.moved()) this.catchUp();
  }

  /** Shows what has come and gone, frozen or not: somebody asked for it, or has done it. */
  catchUp(): void {
    this.hasMoved.set(false);
    this.list.update((alerts) => alerts.filter((alert) => this.shows(alert)));
    this.moving = true;
    this.list.reload();
    this.readSummary();
  }

  /** Takes what the server made of a change over at once. */
  accept(changed: readonly Alert[]): void {
    const fresh = new Map(changed.map((alert) => [alert.id, alert]));
    this.list.update((alerts) => alerts.map((alert) => fresh.get(alert.id) ?? alert));
    this.catchUp();
  }

  /** Changes the row of an alert; gives whether the list is to be read again. */
  private take(alert: Alert): boolean {
    const listed = this.list.items()?.some(({ id }) => id === alert.id) ?? false;
    if (!listed) return this.shows(alert);
    const belongsHere = this.shows(alert);
    if (!belongsHere && this.frozen) this.hasMoved.set(true);
    const stays = belongsHere || this.frozen;
    this.list.update((alerts) => alerts.flatMap((each) => (each.id !== alert.id ? [each] : stays ? [alert] : [])));
    // Another one takes the place of what has gone.
    return !stays && this.list.hasMore();
  }

  private shows(alert: Alert): boolean {
    return belongs(alert, this.view, this.filter, Date.now());
  }

  private readSummary(): void {
    this.summary.read(this.api.summary());
  }

  private merge(read: Page<Alert>, shown: Page<Alert>): Page<Alert> {
    const frozen = this.frozen && !this.moving;
    this.moving = false;
    if (frozen && shown.items.length > 0) {
      const fresh = new Map(read.items.map((alert) => [alert.id, alert]));
      const known = new Set(shown.items.map(({ id }) => id));
      if (read.items.some(({ id }) => !known.has(id))) this.hasMoved.set(true);
      return { ...shown, items: shown.items.map((alert) => fresh.get(alert.id) ?? alert) };
    }
    this.hasMoved.set(false);
    const missed = this.missed;
    this.missed = false;
    return missed ? read : withOlder(read, shown);
  }
}

/** What a refresh cannot reach, beyond the largest page, stays as it was. */
function withOlder(read: Page<Alert>, shown: Page<Alert>): Page<Alert> {
  const oldest = read.items.at(-1);
  const beyond =
    read.nextCursor === null || oldest === undefined || shown.items.length <= limits.pageMax
      ? []
      : shown.items.filter(({ id }) => id < oldest.id);
  return {
    items: [...read.items, ...beyond],
    nextCursor: beyond.length === 0 ? read.nextCursor : shown.nextCursor,
  };
}
