import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { Schedule } from '@hyprbox/contracts';
import { SchedulesApi } from '../../core/api/schedules.api';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { LoadingForm } from '../../shared/page-state/loading-form';
import { PageState } from '../../shared/page-state/page-state';
import { ScheduleEditor } from './schedule-editor';

/** Writes a new schedule, or loads the one that the address names. */
@Component({
  selector: 'hb-schedule-form-page',
  imports: [LoadingForm, MatButton, PageState, RouterLink, ScheduleEditor],
  template: `
    <div class="hb-page">
      @if (!mayRun) {
        <hb-page-state
          icon="ban"
          title="Only those who may run jobs write schedules"
          detail="You may look at those there are."
        >
          <a matButton="outlined" routerLink="/dashboard/schedules">See the schedules</a>
        </hb-page-state>
      } @else {
        @for (item of shown(); track item.key) {
          <hb-schedule-editor [schedule]="item.schedule" (saved)="leave($event.id)" (left)="leave(scheduleId())" />
        } @empty {
          <hb-loading-form what="the schedule" [error]="schedule.error()" (retry)="schedule.reload()">
            <a matButton="outlined" routerLink="/dashboard/schedules">Go to the schedules</a>
          </hb-loading-form>
        }
      }
    </div>
  `,
})
export class ScheduleFormPage {
  private readonly api = inject(SchedulesApi);
  private readonly router = inject(Router);

  /** From the address; none for a new one. */
  readonly scheduleId = input<string>();

  protected readonly mayRun = inject(Session).can('job.run');
  protected readonly schedule = rxResource({
    params: () => (this.mayRun ? this.scheduleId() : undefined),
    stream: ({ params }) => this.api.get(params),
  });
  protected readonly shown = computed<readonly { key: string; schedule: Schedule | null }[]>(() => {
    if (this.scheduleId() === undefined) return [{ key: 'new', schedule: null }];
    if (!this.schedule.hasValue()) return [];
    const schedule = this.schedule.value();
    return [{ key: `${schedule.id} ${schedule.version}`, schedule }];
  });

  constructor() {
    showHeading(() => ({
      title: this.shown()[0]?.schedule?.name ?? (this.scheduleId() === undefined ? 'New schedule' : 'Schedule'),
      trail: [{ label: 'Schedules', link: '/dashboard/schedules' }],
    }));
  }

  protected leave(id: string | undefined): void {
    void this.router.navigate(['/dashboard/schedules', ...(id === undefined ? [] : [id])]);
  }
}
