import { Component, computed, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import type { MatDialogRef } from '@angular/material/dialog';
import { MatDialog } from '@angular/material/dialog';
import { Router, RouterLink } from '@angular/router';
import type { AuditEvent } from '@hyprbox/contracts';
import { addressOf, auditEndpoints } from '@hyprbox/contracts';
import { AuditApi } from '../core/api/audit.api';
import { BasePath } from '../core/base-path/base-path';
import { toApiProblem } from '../core/api/problem';
import { showHeading } from '../core/heading/page-heading';
import { PagedList } from '../core/paging/paged-list';
import { Session } from '../core/session/session';
import { healing } from '../core/recovery/when-recovered';
import { FilterFold } from '../shared/filter-fold/filter-fold';
import { Icon } from '../shared/icon/icon';
import { FailureState } from '../shared/page-state/failure-state';
import { LoadingList } from '../shared/page-state/loading-list';
import { PageState } from '../shared/page-state/page-state';
import { ShowMore } from '../shared/show-more/show-more';
import { EventDialog } from './event/event-dialog';
import type { AuditFilter } from './list/audit-filter';
import { filterOf, narrows, noFilter } from './list/audit-filter';
import { AuditFilterBar } from './list/audit-filter-bar';
import { AuditTable } from './list/audit-table';
import { ChainVerification } from './verification/chain-verification';

/** Who did what, newest first; the filter and the event that is looked at are in the address. */
@Component({
  selector: 'hb-audit-page',
  imports: [
    AuditFilterBar,
    AuditTable,
    ChainVerification,
    FailureState,
    FilterFold,
    Icon,
    LoadingList,
    MatButton,
    PageState,
    RouterLink,
    ShowMore,
  ],
  templateUrl: './audit-page.html',
  styleUrl: './audit-page.scss',
})
export class AuditPage {
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly owner = inject(DestroyRef);
  private details: MatDialogRef<EventDialog> | null = null;
  private readonly audit = inject(AuditApi);
  protected readonly list = new PagedList<AuditEvent>();
  protected readonly exportUrl = inject(BasePath).below(addressOf(auditEndpoints.export()));

  /** From the address. */
  readonly actor = input<string>();
  readonly action = input<string>();
  readonly target = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  /** The number of the event that is looked at. */
  readonly event = input<string>();

  protected readonly allowed = inject(Session).can('audit.read');
  protected readonly filter = computed(() =>
    filterOf({
      actor: this.actor(),
      action: this.action(),
      target: this.target(),
      from: this.from(),
      to: this.to(),
    }),
  );
  protected readonly filtered = computed(() => narrows(this.filter()));
  private readonly listed = computed(() => this.list.items()?.find(({ seq }) => String(seq) === this.event()) ?? null);
  /** Asked for by itself when the address names an event that the list does not have: an old one, or one of another kind. */
  private readonly asked = healing(
    rxResource({
      params: () => (this.allowed && this.list.items() !== null && this.listed() === null ? this.event() : undefined),
      stream: ({ params: seq }) => this.audit.get(seq),
    }),
  );
  private readonly opened = computed(() => this.listed() ?? (this.asked.hasValue() ? this.asked.value() : null));
  /** Why the event that the address names cannot be shown. */
  protected readonly missing = computed(() => {
    const error = this.asked.error();
    // The resource wraps what is not an Error of its own.
    return error === undefined ? null : toApiProblem(error.cause ?? error);
  });

  constructor() {
    showHeading(() => ({ title: 'Audit' }));
    effect(() => {
      const filter = this.filter();
      if (this.allowed) untracked(() => this.list.show((page) => this.audit.list({ ...filter, ...page })));
    });
    effect(() => {
      const event = this.opened();
      untracked(() => this.showDetails(event));
    });
    this.owner.onDestroy(() => this.details?.close());
  }

  protected changeFilter({ actor, action, target, from, to }: AuditFilter): void {
    void this.router.navigate(['/dashboard/audit'], { queryParams: { actor, action, target, from, to } });
  }

  protected clearFilter(): void {
    this.changeFilter(noFilter);
  }

  private showDetails(event: AuditEvent | null): void {
    this.details?.close();
    this.details = null;
    if (event === null) return;
    const details = this.dialog.open<EventDialog, AuditEvent>(EventDialog, {
      data: event,
      width: '760px',
      maxWidth: 'calc(100vw - 24px)',
      autoFocus: 'dialog',
    });
    this.details = details;
    details
      .afterClosed()
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe(() => {
        // Closed by hand, not because the address names another event or none.
        if (this.details === details) this.leaveDetails();
      });
  }

  private leaveDetails(): void {
    this.details = null;
    void this.router.navigate([], { queryParams: { event: null }, queryParamsHandling: 'merge' });
  }
}
