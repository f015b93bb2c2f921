import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { MatSlideToggleChange } from '@angular/material/slide-toggle';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { AlertRule, AlertRuleFields, AlertSummary } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { kindWords, severityWords } from '../../shared/alerts/alert-words';
import { formatCount } from '../../shared/figures/format';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { selectorWords } from '../../shared/selector/selector-words';
import { ShowMore } from '../../shared/show-more/show-more';
import { ListSkeleton } from '../list-page/list-skeleton';
import { AlertSections } from '../sections/alert-sections';
import { conditionWords, isAboutHosts } from './rule-words';

/** What is watched for. */
@Component({
  selector: 'hb-rules-page',
  imports: [
    AlertSections,
    FailureState,
    Icon,
    ListSkeleton,
    MatButton,
    MatSlideToggle,
    PageState,
    RouterLink,
    ShowMore,
  ],
  template: `
    <div class="hb-page">
      <hb-alert-sections />
      @if (list.items()) {
        <div class="bar">
          <p class="quiet">
            What HyprBox watches for. A rule that is off finds nothing, and what it had found is over.
          </p>
          @if (mayManage) {
            <a matButton="filled" routerLink="/dashboard/alerts/rules/new"><hb-icon name="plus" />New rule</a>
          }
        </div>
        @if (rows().length > 0) {
          <ul class="hb-card" tabindex="-1">
            @for (row of rows(); track row.rule.id) {
              <li>
                <mat-slide-toggle
                  hideIcon
                  [aria-label]="row.rule.name + ' is on'"
                  [checked]="row.rule.enabled"
                  [disabled]="!mayManage || switching().has(row.rule.id)"
                  [disabledInteractive]="true"
                  (change)="turn(row.rule, $event)"
                />
                <div class="what">
                  <a class="name" [routerLink]="['/dashboard/alerts/rules', row.rule.id]">{{ row.rule.name }}</a>
                  <span class="quiet">{{ row.condition }}</span>
                  <span class="quiet">{{ row.kind }}{{ row.hosts }}</span>
                </div>
                <span class="severity" [attr.data-status]="row.rule.severity">{{ row.severity }}</span>
                @if (row.firing > 0) {
                  <a class="failed" routerLink="/dashboard/alerts" [queryParams]="{ rule: row.rule.id }"
                    >{{ formatCount(row.firing) }} firing</a
                  >
                } @else {
                  <span class="quiet">Quiet</span>
                }
              </li>
            }
          </ul>
          <hb-show-more
            [hasMore]="list.hasMore()"
            [loading]="list.loadingMore()"
            [problem]="list.moreProblem()"
            (more)="list.loadMore()"
          />
        } @else {
          <hb-page-state icon="bell" title="Nothing is watched for" detail="Without a rule nothing ever fires.">
            @if (mayManage) {
              <a matButton="filled" routerLink="/dashboard/alerts/rules/new">Write a rule</a>
            }
          </hb-page-state>
        }
      } @else if (list.problem(); as problem) {
        <hb-failure-state [error]="problem" (retry)="list.reload()" />
      } @else {
        <hb-list-skeleton what="rules" />
      }
    </div>
  `,
  styleUrls: ['../../shared/record-list/record-list.scss', '../list-page/list-page.scss', './rules-page.scss'],
})
export class RulesPage {
  private readonly api = inject(AlertsApi);
  private readonly snackBar = inject(MatSnackBar);
  private readonly summary = new KnownValue<AlertSummary>();

  protected readonly formatCount = formatCount;
  protected readonly mayManage = inject(Session).can('alert.manage');
  protected readonly list = new PagedList<AlertRule>({ pageSize: limits.pageMax });
  /** Ids of the rules that are being switched. */
  protected readonly switching = signal<ReadonlySet<string>>(new Set());
  /** How many alerts of a rule fire; rules of which none does are left out. */
  private readonly firing = computed(
    () => new Map(this.summary.value()?.rules.map(({ ruleId, firing }) => [ruleId, firing]) ?? []),
  );
  protected readonly rows = computed(() => {
    const firing = this.firing();
    return (this.list.items() ?? []).map((rule) => ({
      rule,
      kind: kindWords[rule.kind],
      severity: severityWords[rule.severity],
      condition: conditionWords(rule),
      hosts: isAboutHosts(rule.kind) ? ` · ${selectorWords(rule.selector)}` : '',
      firing: firing.get(rule.id) ?? 0,
    }));
  });

  constructor() {
    showHeading(() => ({ title: 'Rules', trail: [{ label: 'Alerts', link: '/dashboard/alerts' }] }));
    this.list.show((page) => this.api.rules.list(page));
    this.readFiring();
    pollWhileVisible(pollSeconds, () => {
      this.list.refresh();
      this.readFiring();
    });
  }

  protected async turn(rule: AlertRule, { source, checked }: MatSlideToggleChange): Promise<void> {
    this.mark(rule.id, true);
    try {
      const changed = await firstValueFrom(this.api.rules.replace(rule.id, { ...fieldsOf(rule), enabled: checked }));
      this.list.update((rules) => rules.map((each) => (each.id === changed.id ? changed : each)));
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${rule.name} is as it was. ${problem.detail || problem.title}`, 'Close');
      // It shows again what holds; what has changed meanwhile comes with the list.
      source.checked = rule.enabled;
      this.list.reload();
    } finally {
      this.mark(rule.id, false);
    }
  }

  private readFiring(): void {
    this.summary.read(this.api.summary());
  }

  private mark(id: string, on: boolean): void {
    this.switching.update((ids) => new Set(on ? [...ids, id] : [...ids].filter((each) => each !== id)));
  }
}

/** What can be sent of a rule. */
function fieldsOf({ id: _, createdAt: _created, updatedAt: _updated, ...fields }: AlertRule): AlertRuleFields {
  return fields;
}
