import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import type { AlertRule } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { LoadingForm } from '../../shared/page-state/loading-form';
import { PageState } from '../../shared/page-state/page-state';
import { RuleEditor } from './rule-editor';

/** How long the word of a rule stays, in milliseconds. */
const wordShown = 8_000;

/** Writes a new rule, or the one that the address names; who may not write it can read it. */
@Component({
  selector: 'hb-rule-page',
  imports: [LoadingForm, MatButton, PageState, RouterLink, RuleEditor],
  template: `
    <div class="hb-page">
      @if (!mayManage && ruleId() === undefined) {
        <hb-page-state icon="ban" title="Only admins write rules" detail="You may look at those there are.">
          <a matButton="outlined" routerLink="/dashboard/alerts/rules">See the rules</a>
        </hb-page-state>
      } @else {
        @for (item of shown(); track item.key) {
          @if (item.rule; as rule) {
            <div class="bar">
              <a matButton="outlined" routerLink="/dashboard/alerts" [queryParams]="{ rule: rule.id }"
                >See its alerts</a
              >
              @if (mayManage) {
                <button matButton type="button" (click)="remove(rule)">Delete the rule</button>
              }
            </div>
          }
          <hb-rule-editor [rule]="item.rule" [readonly]="!mayManage" (saved)="leave($event)" (left)="leave(null)" />
        } @empty {
          <hb-loading-form what="the rule" [error]="rule.error()" (retry)="rule.reload()">
            <a matButton="outlined" routerLink="/dashboard/alerts/rules">Go to the rules</a>
          </hb-loading-form>
        }
      }
    </div>
  `,
  styles: `
    .bar {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-bottom: 12px;
    }
  `,
})
export class RulePage {
  private readonly api = inject(AlertsApi);
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);

  /** From the address; none for a new one. */
  readonly ruleId = input<string>();

  protected readonly mayManage = inject(Session).can('alert.manage');
  protected readonly rule = rxResource({
    params: () => this.ruleId(),
    stream: ({ params }) => this.api.rules.get(params),
  });
  protected readonly shown = computed<readonly { key: string; rule: AlertRule | null }[]>(() => {
    if (this.ruleId() === undefined) return [{ key: 'new', rule: null }];
    if (!this.rule.hasValue()) return [];
    const rule = this.rule.value();
    return [{ key: rule.id, rule }];
  });

  constructor() {
    showHeading(() => ({
      title: this.shown()[0]?.rule?.name ?? (this.ruleId() === undefined ? 'New rule' : 'Rule'),
      trail: [
        { label: 'Alerts', link: '/dashboard/alerts' },
        { label: 'Rules', link: '/dashboard/alerts/rules' },
      ],
    }));
  }

  protected leave(saved: AlertRule | null): void {
    if (saved !== null) this.snackBar.open(`${saved.name} is saved.`, 'Close', { duration: wordShown });
    void this.router.navigate(['/dashboard/alerts/rules']);
  }

  protected async remove({ id, name }: AlertRule): Promise<void> {
    const sure = await confirm(this.dialog, {
      title: `Delete ${name}?`,
      detail: 'Its alerts are resolved, which those who were told of them are told. They stay in the history.',
      action: 'Delete',
    });
    if (!sure) return;
    try {
      await firstValueFrom(this.api.rules.delete(id), { defaultValue: undefined });
      await this.router.navigate(['/dashboard/alerts/rules']);
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${name} is not deleted. ${problem.detail || problem.title}`, 'Close');
    }
  }
}
