import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { limits, shownPath } from '@hyprbox/contracts';
import { firstValueFrom, forkJoin } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { pollWhileVisible } from '../../core/live/poll';
import { Session } from '../../core/session/session';
import { formatBytes, formatCount } from '../../shared/figures/format';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { refreshSeconds } from '../refresh';
import { shortId, wholeTime } from './snapshot-words';

/** Snapshots that are drawn at once. */
const step = 200;

/** The snapshots of one host under a policy, with the ways to look into them, compare, search and restore. */
@Component({
  selector: 'hb-snapshots-page',
  imports: [
    FailureState,
    Icon,
    MatButton,
    MatCheckbox,
    MatFormField,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    PageState,
    RelativeTime,
    RouterLink,
    ShowMore,
  ],
  templateUrl: './snapshots-page.html',
  styleUrl: './snapshots-page.scss',
})
export class SnapshotsPage {
  protected readonly shownPath = shownPath;
  private readonly api = inject(BackupsApi);
  private readonly router = inject(Router);

  /** From the address. */
  readonly policyId = input.required<string>();
  readonly node = input<string>();

  protected readonly mayRun = inject(Session).can('backup.run');
  protected readonly bytes = formatBytes;
  protected readonly count = formatCount;
  protected readonly shortId = shortId;
  protected readonly wholeTime = wholeTime;

  protected readonly context = rxResource({
    params: () => this.policyId(),
    stream: ({ params: policyId }) =>
      forkJoin({
        policy: this.api.policies.get(policyId),
        targets: this.api.targets({ policyId, limit: limits.pageMax }),
      }),
  });
  protected readonly hosts = computed(() =>
    this.context.hasValue()
      ? this.context
          .value()
          .targets.items.map(({ nodeId }) => nodeId)
          .sort()
      : [],
  );
  /** Null while it is not known whose snapshots there are. */
  protected readonly host = computed(() => this.node() ?? this.hosts()[0] ?? null);

  protected readonly list = rxResource({
    params: () => {
      const nodeId = this.host();
      return nodeId === null ? undefined : { policyId: this.policyId(), nodeId };
    },
    stream: ({ params }) => this.api.snapshots.list(params.policyId, params.nodeId),
  });
  protected readonly newestFirst = computed(() =>
    this.list.hasValue() ? [...this.list.value().items].sort((one, other) => other.at.localeCompare(one.at)) : null,
  );
  protected readonly shown = linkedSignal({ source: this.host, computation: () => step });
  /** Older ones that the repository holds as well. */
  protected readonly leftOut = computed(() => (this.list.hasValue() ? this.list.value().leftOut : 0));
  protected readonly asOf = computed(() => (this.list.hasValue() ? this.list.value().asOf : null));

  /** At most two, to be compared; the oldest first. */
  protected readonly chosen = linkedSignal<string | null, readonly string[]>({
    source: this.host,
    computation: () => [],
  });
  protected readonly comparison = computed(() => {
    const order = (this.newestFirst() ?? []).map(({ id }) => id);
    const [one, other] = [...this.chosen()].sort((a, b) => order.indexOf(b) - order.indexOf(a));
    return one === undefined || other === undefined ? null : { from: one, to: other };
  });

  protected readonly refreshing = signal<string | null>(null);
  protected readonly refreshProblem = signal<ApiProblem | null>(null);
  /** Asked for, and not there yet. */
  protected readonly awaited = computed(() => this.refreshing() !== null && this.refreshing() === (this.asOf() ?? ''));

  constructor() {
    showHeading(() => ({
      title: 'Snapshots',
      detail: this.host() ?? '',
      trail: [
        { label: 'Backups', link: '/dashboard/backups' },
        {
          label: this.context.hasValue() ? this.context.value().policy.name : 'Policy',
          link: `/dashboard/backups/policies/${this.policyId()}`,
        },
      ],
    }));
    pollWhileVisible(refreshSeconds, () => this.list.reload());
    pollWhileVisible(1, () => {
      if (this.awaited()) this.list.reload();
    });
  }

  protected chooseHost(node: string): void {
    void this.router.navigate([], { queryParams: { node }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected toggle(id: string, on: boolean): void {
    // A third takes the place of the one that was chosen first.
    this.chosen.update((ids) => (on ? [...ids, id].slice(-2) : ids.filter((other) => other !== id)));
  }

  protected showMore(): void {
    this.shown.update((count) => count + step);
  }

  protected async refresh(): Promise<void> {
    if (this.host() === null || this.awaited()) return;
    this.refreshProblem.set(null);
    try {
      await firstValueFrom(this.api.snapshots.refresh(this.policyId(), this.host()), { defaultValue: undefined });
      this.refreshing.set(this.asOf() ?? '');
    } catch (error) {
      this.refreshProblem.set(toApiProblem(error));
    }
  }

  protected find(pattern: string): void {
    if (pattern.trim() === '') return;
    void this.router.navigate(['/dashboard/backups/policies', this.policyId(), 'find'], {
      queryParams: { pattern: pattern.trim(), node: this.host() },
    });
  }
}
