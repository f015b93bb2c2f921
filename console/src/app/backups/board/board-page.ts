import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatChipListbox, MatChipOption } from '@angular/material/chips';
import { Router, RouterLink } from '@angular/router';
import type {
  BackupPolicy,
  BackupSummary,
  BackupTarget,
  FleetSummary,
  Page,
  UnprotectedNode,
} from '@hyprbox/contracts';
import { backupLimits, limits } from '@hyprbox/contracts';
import { forkJoin } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { NodesApi } from '../../core/api/nodes.api';
import { showHeading } from '../../core/heading/page-heading';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { formatCount } from '../../shared/figures/format';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { LoadingList } from '../../shared/page-state/loading-list';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { StatusDot } from '../../shared/status/status-dot';
import { refreshSeconds } from '../refresh';
import { RunStarter } from '../run/run-starter';
import { BoardCards } from './board-cards';
import type { BoardView } from './board-filter';
import { toView, viewOptions, viewParameter } from './board-filter';
import { FirstSteps } from './first-steps';
import { PolicyList } from './policy-list';
import { TargetTable } from './target-table';
import { UnprotectedHosts } from './unprotected-hosts';

/** Hosts without a policy that the whole board names; their own view has all of them. */
const unprotectedNamed = 6;

interface Surroundings {
  summary: BackupSummary;
  fleet: FleetSummary;
  unprotected: Page<UnprotectedNode>;
  policies: Page<BackupPolicy>;
}

/** What is protected, how fresh it is, and what of it is proven by a restore. The filter is in the address. */
@Component({
  selector: 'hb-board-page',
  imports: [
    BoardCards,
    FailureState,
    FirstSteps,
    Icon,
    LoadingList,
    MatButton,
    MatChipListbox,
    MatChipOption,
    PageState,
    PolicyList,
    RouterLink,
    ShowMore,
    StatusDot,
    TargetTable,
    UnprotectedHosts,
  ],
  providers: [RunStarter],
  templateUrl: './board-page.html',
  styleUrl: './board-page.scss',
})
export class BoardPage {
  private readonly api = inject(BackupsApi);
  private readonly nodes = inject(NodesApi);
  private readonly router = inject(Router);
  protected readonly list = new PagedList<BackupTarget>();

  /** From the address: what to show, and one host to show it of. */
  readonly show = input<string>();
  readonly node = input<string>();

  protected readonly mayManage = inject(Session).can('backup.manage');
  protected readonly count = formatCount;
  protected readonly view = computed<BoardView>(() => toView(this.show()));

  /** What stands around the list of targets. */
  protected readonly surroundings = new KnownValue<Surroundings>();
  protected readonly known = this.surroundings.value;
  protected readonly summary = computed(() => this.known()?.summary ?? null);
  protected readonly unprotected = computed<readonly UnprotectedNode[]>(() => this.known()?.unprotected.items ?? []);
  protected readonly options = computed(() => viewOptions(this.summary(), this.view()));
  protected readonly newcomer = computed(() => this.summary()?.policies === 0);

  constructor() {
    showHeading(() => ({ title: 'Backups' }));
    effect(() => {
      const view = this.view();
      const nodeId = this.node() || null;
      const protection = view === 'all' || view === 'unprotected' ? null : view;
      untracked(() =>
        this.list.show((page) =>
          this.api.targets({ ...page, protection, nodeId, recentBackups: backupLimits.recentBackups }),
        ),
      );
    });
    effect(() => this.readSurroundings());
    pollWhileVisible(refreshSeconds, () => {
      this.list.refresh();
      this.readSurroundings();
    });
  }

  protected choose(view: BoardView): void {
    void this.router.navigate([], {
      queryParams: { show: viewParameter(view) },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected clearFilters(): void {
    void this.router.navigate(['/dashboard/backups']);
  }

  protected retry(): void {
    this.list.reload();
    this.readSurroundings();
  }

  private readSurroundings(): void {
    const named = this.view() === 'unprotected' ? limits.pageMax : unprotectedNamed;
    this.surroundings.read(
      forkJoin({
        summary: this.api.summary(),
        fleet: this.nodes.summary(),
        unprotected: this.api.unprotected({ limit: named }),
        policies: this.api.policies.list({ limit: limits.pageMax }),
      }),
    );
  }
}
