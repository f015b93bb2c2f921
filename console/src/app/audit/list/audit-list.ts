import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { AuditEvent } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { AuditApi } from '../../core/api/audit.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import type { AuditFilter } from './audit-filter';
import { noFilter } from './audit-filter';

/** The events that match a filter, newest first, as many pages of them as were asked for. */
@Injectable()
export class AuditList {
  private readonly audit = inject(AuditApi);
  private readonly shown = signal<readonly AuditEvent[] | null>(null);
  private readonly cursor = signal<string | null>(null);
  private readonly loadFailure = signal<ApiProblem | null>(null);
  private readonly moreFailure = signal<ApiProblem | null>(null);
  private readonly fetchingMore = signal(false);
  private filter: AuditFilter = noFilter;
  private pending: Subscription | null = null;

  /** Null until the first page is there. */
  readonly items = this.shown.asReadonly();
  readonly problem = this.loadFailure.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly loadingMore = this.fetchingMore.asReadonly();
  readonly moreProblem = this.moreFailure.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.pending?.unsubscribe());
  }

  show(filter: AuditFilter): void {
    this.filter = filter;
    this.reload();
  }

  reload(): void {
    this.pending?.unsubscribe();
    this.shown.set(null);
    this.cursor.set(null);
    this.loadFailure.set(null);
    this.moreFailure.set(null);
    this.fetchingMore.set(false);
    this.pending = this.audit.list({ ...this.filter, limit: limits.pageDefault }).subscribe({
      next: ({ items, nextCursor }) => {
        this.shown.set(items);
        this.cursor.set(nextCursor);
      },
      error: (error: unknown) => this.loadFailure.set(toApiProblem(error)),
    });
  }

  loadMore(): void {
    const cursor = this.cursor();
    if (cursor === null || this.fetchingMore()) return;
    this.fetchingMore.set(true);
    this.moreFailure.set(null);
    this.pending = this.audit.list({ ...this.filter, limit: limits.pageDefault, cursor }).subscribe({
      next: ({ items, nextCursor }) => {
        this.fetchingMore.set(false);
        this.shown.update((shown) => [...(shown ?? []), ...items]);
        this.cursor.set(nextCursor);
      },
      error: (error: unknown) => {
        this.fetchingMore.set(false);
        this.moreFailure.set(toApiProblem(error));
      },
    });
  }
}
