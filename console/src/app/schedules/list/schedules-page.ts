import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { MatSlideToggleChange } from '@angular/material/slide-toggle';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { ScheduleSummary } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { toApiProblem } from '../../core/api/problem';
import { SchedulesApi } from '../../core/api/schedules.api';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { LoadingList } from '../../shared/page-state/loading-list';
import { PageState } from '../../shared/page-state/page-state';
import { selectorWords } from '../../shared/selector/selector-words';
import { ShowMore } from '../../shared/show-more/show-more';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeAhead } from '../../shared/time/time-ahead';
import { ScheduleCalendarView } from '../calendar/schedule-calendar-view';
import { fieldsOf, outcomeTones, outcomeWords, runsInWords } from '../schedule-words';

/** What starts by itself, when it does next, and the week around now. */
@Component({
  selector: 'hb-schedules-page',
  imports: [
    FailureState,
    Icon,
    LoadingList,
    MatButton,
    MatSlideToggle,
    PageState,
    RelativeTime,
    RouterLink,
    ScheduleCalendarView,
    ShowMore,
    TimeAhead,
  ],
  templateUrl: './schedules-page.html',
  styleUrls: ['../../shared/record-list/record-list.scss', './schedules-page.scss'],
})
export class SchedulesPage {
  private readonly api = inject(SchedulesApi);
  private readonly snackBar = inject(MatSnackBar);

  protected readonly mayRun = inject(Session).can('job.run');
  protected readonly list = new PagedList<ScheduleSummary>();
  /** Ids of the schedules that are being paused or taken up again. */
  protected readonly switching = signal<ReadonlySet<string>>(new Set());
  /** Counts what changes what the calendar shows. */
  protected readonly changes = signal(0);
  protected readonly rows = computed(() =>
    this.list.items()?.map((schedule) => ({
      schedule,
      runs: runsInWords(schedule),
      hosts: selectorWords(schedule.rollout.selector),
      last:
        schedule.lastFire === null
          ? null
          : {
              at: schedule.lastFire.at,
              words: outcomeWords[schedule.lastFire.outcome],
              tone: outcomeTones[schedule.lastFire.outcome],
            },
    })),
  );

  constructor() {
    showHeading(() => ({ title: 'Schedules' }));
    this.list.show((page) => this.api.list(page));
    pollWhileVisible(pollSeconds, () => this.list.refresh());
  }

  protected async turn(schedule: ScheduleSummary, { source, checked }: MatSlideToggleChange): Promise<void> {
    this.mark(schedule.id, true);
    try {
      // The list leaves out its script. What was changed since the list was read is not overwritten.
      const whole = { ...(await firstValueFrom(this.api.get(schedule.id))), version: schedule.version };
      const changed = await firstValueFrom(this.api.replace(schedule.id, { ...fieldsOf(whole), enabled: checked }));
      const presetRetired = changed.currentPreset?.state === 'RETIRED';
      const listed = { ...changed, presetRetired };
      this.list.update((schedules) => schedules.map((each) => (each.id === listed.id ? listed : each)));
      this.changes.update((count) => count + 1);
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${schedule.name} is as it was. ${problem.detail || problem.title}`, 'Close');
      // It shows again what holds; what has changed meanwhile comes with the list.
      source.checked = schedule.enabled;
      this.list.reload();
    } finally {
      this.mark(schedule.id, false);
    }
  }

  private mark(id: string, on: boolean): void {
    this.switching.update((ids) => new Set(on ? [...ids, id] : [...ids].filter((each) => each !== id)));
  }
}
