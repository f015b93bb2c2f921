import {
  afterNextRender,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  Injector,
  input,
  signal,
  untracked,
} from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatChipListbox, MatChipOption } from '@angular/material/chips';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import type { Alert } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { showHeading } from '../../core/heading/page-heading';
import { showLiveSource } from '../../core/live/live-sources';
import { Session } from '../../core/session/session';
import { SingleKeys } from '../../core/shortcuts/single-keys';
import { AlertChanges } from '../../shared/alerts/alert-changes';
import { ackSeconds, AlertOrders } from '../../shared/alerts/alert-orders';
import { formatCount } from '../../shared/figures/format';
import { FilterFold } from '../../shared/filter-fold/filter-fold';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { LoadingList } from '../../shared/page-state/loading-list';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { AlertSections } from '../sections/alert-sections';
import { silenceHosts } from '../silence/silence-dialog';
import { AlertFilterBar } from './alert-filter-bar';
import { AlertList } from './alert-list';
import { AlertTable } from './alert-table';
import type { AlertFilter, AlertView } from './alert-view';
import { filterAddress, readFilter, readView, viewLabels, viewOptions } from './alert-view';
import type { Place } from './place-among';
import { placeAmong } from './place-among';

/** Where a key is text, or chooses an entry by its first letter. */
const keysAreTheirs =
  'input:not([type="checkbox"]), textarea, select, [role="combobox"], [role="listbox"], [role="menu"]';
/** How long the word of a silence stays, in milliseconds. */
const wordShown = 8_000;

/** What fires, who has it, what is kept quiet and what is over; the view and the filter are in the address. */
@Component({
  selector: 'hb-alerts-page',
  imports: [
    AlertFilterBar,
    AlertSections,
    AlertTable,
    FailureState,
    FilterFold,
    Icon,
    LoadingList,
    MatButton,
    MatChipListbox,
    MatChipOption,
    PageState,
    RelativeTime,
    RouterLink,
    ShowMore,
  ],
  providers: [AlertList, AlertOrders],
  host: { '(document:keydown)': 'press($event)' },
  templateUrl: './alerts-page.html',
  styleUrl: './alerts-page.scss',
})
export class AlertsPage {
  private readonly api = inject(AlertsApi);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);
  private readonly singleKeys = inject(SingleKeys);
  protected readonly orders = inject(AlertOrders);
  protected readonly alerts = inject(AlertList);
  protected readonly list = this.alerts.list;

  /** From the address. */
  readonly show = input<string>();
  readonly severity = input<string>();
  readonly node = input<string>();
  readonly rule = input<string>();

  protected readonly mayHandle = this.session.can('alert.handle');
  protected readonly mayManage = this.session.can('alert.manage');
  protected readonly count = formatCount;
  protected readonly labels = viewLabels;
  protected readonly view = computed<AlertView>(() => readView(this.show()));
  protected readonly filter = computed<AlertFilter>(() =>
    readFilter({ severity: this.severity(), node: this.node(), rule: this.rule() }),
  );
  protected readonly filtered = computed(() => Object.values(this.filter()).some((value) => value !== null));
  protected readonly summary = this.alerts.summary.value;
  protected readonly options = computed(() => viewOptions(this.summary(), this.view()));
  /** What is over can be changed by nobody. */
  protected readonly selectable = computed(() => this.mayHandle && this.view() !== 'history');

  private readonly marked = signal<ReadonlySet<string>>(new Set());
  /** Of those that are selected the ones that are still shown. */
  protected readonly selection = computed<readonly Alert[]>(() =>
    (this.list.items() ?? []).filter(({ id }) => this.marked().has(id)),
  );
  protected readonly selected = computed<ReadonlySet<string>>(() => new Set(this.selection().map(({ id }) => id)));
  protected readonly busyWords = computed(() => {
    const progress = this.orders.progress();
    return progress === null ? null : `${progress.done} of ${progress.of} done…`;
  });

  /** Only who manages the channels may read them. */
  private readonly channels = rxResource({
    params: () => (this.mayManage ? true : undefined),
    stream: () => this.api.channels.list({ limit: 1 }),
  });
  /** Nobody is told of anything. */
  protected readonly untold = computed(() => this.channels.hasValue() && this.channels.value().items.length === 0);

  constructor() {
    showHeading(() => ({ title: 'Alerts' }));
    showLiveSource(inject(AlertChanges).contact);
    effect(() => {
      const [view, filter] = [this.view(), this.filter()];
      untracked(() => {
        this.marked.set(new Set());
        this.alerts.show(view, filter);
      });
    });
  }

  protected select(ids: ReadonlySet<string>): void {
    this.marked.set(ids);
  }

  protected choose(view: AlertView): void {
    void this.router.navigate([], {
      queryParams: { show: view === 'firing' ? null : view },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected changeFilter(filter: AlertFilter): void {
    void this.router.navigate([], { queryParams: filterAddress(filter), queryParamsHandling: 'merge' });
  }

  protected clearFilter(): void {
    this.changeFilter({ severity: null, nodeId: null, ruleId: null });
  }

  /** `a` acknowledges and `s` silences what is selected, or else the alert whose row has the focus. */
  protected press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if ((event.key !== 'a' && event.key !== 's') || !this.selectable() || !this.singleKeys.on()) return;
    if (event.target instanceof Element && event.target.closest(keysAreTheirs) !== null) return;
    if (this.document.querySelector('.cdk-overlay-container [role$="dialog"]') !== null) return;
    const alerts = this.meant();
    if (alerts.length === 0) return;
    event.preventDefault();
    void (event.key === 'a' ? this.acknowledge(alerts) : this.silence(alerts));
  }

  protected async acknowledge(alerts: readonly Alert[]): Promise<void> {
    const place = placeAmong(alerts, this.document.activeElement);
    await this.orders.acknowledge(alerts, ackSeconds, (changed) => this.taken(changed, place));
  }

  protected async unacknowledge(alerts: readonly Alert[]): Promise<void> {
    await this.orders.unacknowledge(alerts, (changed) => this.taken(changed, null));
  }

  protected async silence(alerts: readonly Alert[]): Promise<void> {
    if (alerts.every(({ target }) => target.nodeId === undefined)) {
      this.snackBar.open('These alerts are of no host, so a silence cannot name them. Acknowledge them.', 'Close');
      return;
    }
    const window = await silenceHosts(this.dialog, alerts);
    if (window === null) return;
    this.marked.set(new Set());
    this.alerts.catchUp();
    this.snackBar
      .open(`${window.name}.`, 'See the windows', { duration: wordShown })
      .onAction()
      .subscribe(() => void this.router.navigate(['/dashboard/alerts/windows']));
  }

  private taken(changed: readonly Alert[], place: Place | null): void {
    this.marked.set(new Set());
    this.alerts.accept(changed);
    afterNextRender(
      () => {
        if (place?.row.isConnected === false) place.next?.querySelector('a')?.focus();
      },
      { injector: this.injector },
    );
  }

  private meant(): readonly Alert[] {
    if (this.selection().length > 0) return this.selection();
    const id = this.document.activeElement?.closest('[data-alert]')?.getAttribute('data-alert');
    return (this.list.items() ?? []).filter((alert) => alert.id === id);
  }
}
