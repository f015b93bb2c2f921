import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import type { Schedule } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { SchedulesApi } from '../../core/api/schedules.api';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { KnownValue } from '../../core/live/known-value';
import { pollWhileVisible } from '../../core/live/poll';
import { Session } from '../../core/session/session';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { Submission } from '../../shared/form/submission';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { TimeAhead } from '../../shared/time/time-ahead';
import { fieldsOf } from '../schedule-words';
import { ScheduleFacts } from './schedule-facts';
import { ScheduleFires } from './schedule-fires';

/** One schedule: what it starts and when, every firing and what became of it. */
@Component({
  selector: 'hb-schedule-page',
  imports: [FailureState, Icon, MatButton, RouterLink, ScheduleFacts, ScheduleFires, TimeAhead],
  templateUrl: './schedule-page.html',
  styleUrl: './schedule-page.scss',
})
export class SchedulePage {
  private readonly api = inject(SchedulesApi);
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);

  /** From the address. */
  readonly scheduleId = input.required<string>();

  protected readonly mayRun = inject(Session).can('job.run');
  protected readonly known = new KnownValue<Schedule>();
  protected readonly schedule = this.known.value;
  protected readonly submission = new Submission();
  /** Changes when another firing is there to be read. */
  protected readonly lastFire = computed(() => this.schedule()?.lastFire?.at ?? null);

  constructor() {
    showHeading(() => ({
      title: this.schedule()?.name ?? 'Schedule',
      trail: [{ label: 'Schedules', link: '/dashboard/schedules' }],
    }));
    effect(() => {
      this.scheduleId();
      untracked(() => {
        this.known.forget();
        this.read();
      });
    });
    pollWhileVisible(pollSeconds, () => this.read());
  }

  protected read(): void {
    this.known.read(this.api.get(this.scheduleId()));
  }

  /** Pauses it, or takes it up again. */
  protected async turn(schedule: Schedule): Promise<void> {
    await this.change(`${schedule.name} is as it was.`, async () => {
      const fields = { ...fieldsOf(schedule), enabled: !schedule.enabled };
      this.known.accept(await firstValueFrom(this.api.replace(schedule.id, fields)));
    });
  }

  protected async run({ id, name }: Schedule): Promise<void> {
    const sure = await confirm(this.dialog, {
      title: `Start ${name} now?`,
      detail: 'Its rollout starts at once, whatever its times.',
      action: 'Start',
      decline: 'Cancel',
    });
    if (!sure) return;
    await this.change(`${name} was not started.`, async () => {
      const rollout = await firstValueFrom(this.api.run(id));
      await this.router.navigate(['/dashboard/rollouts', rollout.id]);
    });
  }

  protected async remove({ id, name }: Schedule): Promise<void> {
    const sure = await confirm(this.dialog, {
      title: `Delete ${name}?`,
      detail: 'It starts nothing any more. What it has started goes on, and stays in the history.',
      action: 'Delete',
    });
    if (!sure) return;
    await this.change(`${name} is not deleted.`, async () => {
      await firstValueFrom(this.api.delete(id), { defaultValue: undefined });
      await this.router.navigate(['/dashboard/schedules']);
    });
  }

  private async change(failed: string, send: () => Promise<void>): Promise<void> {
    if (await this.submission.send(send)) return;
    const problem = this.submission.problem();
    if (problem === null) return;
    this.snackBar.open(`${failed} ${problem.detail || problem.title}`, 'Close');
    if (problem.kind === 'conflict') this.read();
  }
}
