import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { AlertWindow } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { severityWords } from '../../shared/alerts/alert-words';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { selectorWords } from '../../shared/selector/selector-words';
import { ShowMore } from '../../shared/show-more/show-more';
import { TimeAhead } from '../../shared/time/time-ahead';
import { ListSkeleton } from '../list-page/list-skeleton';
import { AlertSections } from '../sections/alert-sections';
import { whenWords, windowKindWords } from './window-words';

/** When hosts are kept quiet, once or again and again. */
@Component({
  selector: 'hb-windows-page',
  imports: [AlertSections, FailureState, Icon, ListSkeleton, MatButton, PageState, RouterLink, ShowMore, TimeAhead],
  template: `
    <div class="hb-page">
      <hb-alert-sections />
      @if (list.items(); as windows) {
        @if (windows.length > 0) {
          <div class="bar">
            <p class="quiet">
              Nobody is told of what fires on these hosts meanwhile. Maintenance also marks them in lists, and keeps
              schedules off them.
            </p>
            @if (mayHandle) {
              <a matButton="filled" routerLink="/dashboard/alerts/windows/new"><hb-icon name="plus" />New window</a>
            }
          </div>
          <ul class="hb-card" tabindex="-1">
            @for (window of windows; track window.id) {
              <li>
                <div class="what">
                  @if (mayHandle) {
                    <a class="name" [routerLink]="['/dashboard/alerts/windows', window.id]">{{ window.name }}</a>
                  } @else {
                    <span class="name">{{ window.name }}</span>
                  }
                  <span class="quiet">{{ kinds[window.kind] }} · {{ hosts(window.selector) }}{{ only(window) }}</span>
                  <span class="quiet">
                    {{ when(window) }}
                    @if (window.createdBy; as who) {
                      · by {{ who }}
                    }
                  </span>
                </div>
                @if (window.active) {
                  <span class="warning">
                    @if (window.activeUntil; as until) {
                      Open, ends <hb-time-ahead [at]="until" />
                    } @else {
                      Open
                    }
                  </span>
                } @else if (window.nextAt) {
                  <span class="quiet">Opens <hb-time-ahead [at]="window.nextAt" /></span>
                } @else {
                  <span class="quiet">Over</span>
                }
                @if (mayHandle) {
                  <button
                    matButton
                    type="button"
                    [attr.aria-label]="(window.active ? 'End ' : 'Delete ') + window.name"
                    (click)="remove(window)"
                  >
                    {{ window.active ? 'End' : 'Delete' }}
                  </button>
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
          <hb-page-state
            icon="bell-off"
            title="No host is kept quiet"
            detail="Before you work on hosts, say so here: once or each week, for some hosts or all. It always has an end."
          >
            @if (mayHandle) {
              <a matButton="filled" routerLink="/dashboard/alerts/windows/new">New window</a>
            }
          </hb-page-state>
        }
      } @else if (list.problem(); as problem) {
        <hb-failure-state [error]="problem" (retry)="list.reload()" />
      } @else {
        <hb-list-skeleton what="windows" />
      }
    </div>
  `,
  styleUrls: ['../../shared/record-list/record-list.scss', '../list-page/list-page.scss'],
})
export class WindowsPage {
  private readonly api = inject(AlertsApi);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);

  protected readonly mayHandle = inject(Session).can('alert.handle');
  protected readonly list = new PagedList<AlertWindow>();
  protected readonly kinds = windowKindWords;
  protected readonly hosts = selectorWords;
  protected readonly when = whenWords;

  constructor() {
    showHeading(() => ({ title: 'Windows', trail: [{ label: 'Alerts', link: '/dashboard/alerts' }] }));
    this.list.show((page) => this.api.windows.list(page));
    pollWhileVisible(pollSeconds, () => this.list.refresh());
  }

  protected only({ severities }: AlertWindow): string {
    return severities === undefined ? '' : ` · only ${severities.map((each) => severityWords[each]).join(', ')}`;
  }

  protected async remove({ id, name, active, cron }: AlertWindow): Promise<void> {
    const sure = await confirm(this.dialog, {
      title: `${active ? 'End' : 'Delete'} ${name}?`,
      detail: active
        ? `What fires on its hosts then is told, as one message.${cron === undefined ? '' : ' It does not open again either.'}`
        : 'It does not open any more.',
      action: active ? 'End the window' : 'Delete',
    });
    if (!sure) return;
    try {
      await firstValueFrom(this.api.windows.delete(id), { defaultValue: undefined });
      this.list.update((windows) => windows.filter((each) => each.id !== id));
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${name} goes on. ${problem.detail || problem.title}`, 'Close');
    }
  }
}
