import { afterNextRender, Component, computed, ElementRef, inject, Injector, signal, viewChild } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { AlertRoutes, ProblemFault } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { firstValueFrom, forkJoin, of } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { showHeading } from '../../core/heading/page-heading';
import { allItems } from '../../core/paging/all-items';
import { Session } from '../../core/session/session';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { forgetServerFaults, placeServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ListSkeleton } from '../list-page/list-skeleton';
import { AlertSections } from '../sections/alert-sections';
import { ExplainPanel } from './explain-panel';
import type { Choice } from './route-fields';
import { RouteFields } from './route-fields';
import type { RouteForm, RoutesForm } from './route-form';
import { controlAt, newRoute, routesForm, routesOf } from './route-form';

/** What the server says when the routes were changed since they were read. */
const changedMeanwhile = 'ALERT_ROUTES_CHANGED';
/** How long the word that they are saved stays, in milliseconds. */
const wordShown = 5_000;

/** Who is told of what: an ordered list, of which an alert takes the first that matches. */
@Component({
  selector: 'hb-routes-page',
  imports: [
    AlertSections,
    ExplainPanel,
    FailureState,
    Icon,
    ListSkeleton,
    MatButton,
    MatIconButton,
    PageState,
    RouteFields,
    RouterLink,
  ],
  templateUrl: './routes-page.html',
  styleUrls: ['../../shared/record-list/record-list.scss', '../list-page/list-page.scss', './routes-page.scss'],
})
export class RoutesPage {
  private readonly api = inject(AlertsApi);
  private readonly snackBar = inject(MatSnackBar);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly explain = viewChild(ExplainPanel);
  private readonly fields = viewChild(RouteFields);

  protected readonly mayManage = inject(Session).can('alert.manage');
  protected readonly routesMax = alertLimits.routes;
  protected readonly read = rxResource({
    stream: () =>
      forkJoin({
        routes: this.api.routes.get(),
        channels: this.mayManage ? allItems((page) => this.api.channels.list(page)) : of([]),
        rules: allItems((page) => this.api.rules.list(page)),
      }),
  });
  protected readonly channels = computed<readonly Choice[]>(() =>
    this.read.hasValue() ? this.read.value().channels : [],
  );
  protected readonly rules = computed<readonly Choice[]>(() => (this.read.hasValue() ? this.read.value().rules : []));
  /** What stands in the form; made anew with each list that is read. */
  protected readonly form = computed<RoutesForm>(() => {
    const form = routesForm(this.read.hasValue() ? this.read.value().routes : { items: [] });
    if (!this.mayManage) form.disable();
    return form;
  });
  /** The routes, in the order of the form; changed with it, as the form itself is no signal. */
  private readonly changes = signal(0);
  protected readonly routes = computed<readonly RouteForm[]>(() => {
    this.changes();
    return [...this.form().controls];
  });
  protected readonly open = signal<RouteForm | null>(null);
  private readonly version = signal<number | null>(null);

  protected readonly submission = new Submission();
  /** Faults that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);
  /** What the list has become meanwhile, where that is why it was not saved. */
  protected readonly theirs = signal<AlertRoutes | null>(null);

  constructor() {
    showHeading(() => ({ title: 'Routes', trail: [{ label: 'Alerts', link: '/dashboard/alerts' }] }));
  }

  protected add(): void {
    const names = new Set(this.form().controls.map(({ controls }) => controls.name.value));
    const number = [...Array(alertLimits.routes + 1).keys()].find((each) => !names.has(`Route ${each + 1}`)) ?? 0;
    const route = newRoute(
      `Route ${number + 1}`,
      this.channels().map(({ id }) => id),
    );
    this.form().push(route);
    this.open.set(route);
    this.changed();
    // It stands at the end of the list, which may be far from the button.
    afterNextRender(() => this.fields()?.focus(), { injector: this.injector });
  }

  protected remove(route: RouteForm): void {
    this.form().removeAt(this.form().controls.indexOf(route));
    this.changed();
  }

  /** Moves a route up or down; the button that was pressed keeps the focus. */
  protected move(route: RouteForm, by: -1 | 1, pressed: MatIconButton): void {
    const form = this.form();
    const index = form.controls.indexOf(route);
    if (index + by < 0 || index + by >= form.length) return;
    form.removeAt(index);
    form.insert(index + by, route);
    this.changed();
    // An element that is moved loses it.
    afterNextRender(() => pressed.focus(), { injector: this.injector });
  }

  protected toggle(route: RouteForm): void {
    this.open.update((open) => (open === route ? null : route));
  }

  protected async save(): Promise<void> {
    if (this.submission.busy() || !this.read.hasValue()) return;
    const form = this.form();
    forgetServerFaults(form);
    form.markAllAsTouched();
    this.otherFaults.set([]);
    const items = routesOf(form);
    if (items === null) {
      this.open.set(form.controls.find(({ invalid }) => invalid) ?? null);
      focusFirstFault(this.element.nativeElement, this.injector);
      return;
    }
    const version = this.version() ?? this.read.value().routes.version;
    const done = await this.submission.send(async () => {
      this.version.set((await firstValueFrom(this.api.routes.replace({ items, version }))).version);
    });
    if (done) {
      this.snackBar.open('The routes are saved.', 'Close', { duration: wordShown });
      this.explain()?.reload();
    } else await this.showWhy();
  }

  /** What stands here is sent over what the list has become. */
  protected keepMine(): void {
    this.version.set(this.theirs()?.version ?? null);
    this.theirs.set(null);
    void this.save();
  }

  protected takeTheirs(): void {
    this.version.set(null);
    this.theirs.set(null);
    this.submission.forget();
    this.read.reload();
  }

  protected names({ items }: AlertRoutes): string {
    return items.map(({ name }) => name).join(', ') || 'none';
  }

  private async showWhy(): Promise<void> {
    const problem = this.submission.problem();
    if (problem === null) return;
    if (problem.code === changedMeanwhile) {
      this.theirs.set(await firstValueFrom(this.api.routes.get()).catch(() => null));
      return;
    }
    const form = this.form();
    const [, , index] = problem.faults[0]?.pointer.split('/') ?? [];
    this.open.update((open) => form.controls[Number(index)] ?? open);
    // Fields that are shown only now validate themselves at first, and would forget what is wrong with them.
    afterNextRender(
      () => {
        this.otherFaults.set(placeServerFaults(problem.faults, (pointer) => controlAt(form, pointer)));
        this.changes.update((count) => count + 1);
        focusFirstFault(this.element.nativeElement, this.injector);
      },
      { injector: this.injector },
    );
  }

  private changed(): void {
    this.changes.update((count) => count + 1);
    this.submission.forget();
  }
}
