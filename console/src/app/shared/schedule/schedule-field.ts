import { Component, computed, inject, input } from '@angular/core';
import { rxResource, toObservable, toSignal } from '@angular/core/rxjs-interop';
import type { FormControl } from '@angular/forms';
import { ReactiveFormsModule } from '@angular/forms';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { delay, of, startWith, switchMap } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import { toApiProblem } from '../../core/api/problem';
import { healing } from '../../core/recovery/when-recovered';
import { zonedTimes } from '../time/zoned-times';
import type { SchedulePreset } from './schedule-preset';
import { isTimeZone } from './time-zone-fault';

/** Pause in typing after which the schedule is asked for in words, in milliseconds. */
export const previewPause = 250;

const custom = 'custom';
const never = '';

/** A schedule: one of the usual ones or cron fields, in words and with its next times while it is typed. */
@Component({
  selector: 'hb-schedule-field',
  imports: [MatError, MatFormField, MatInput, MatLabel, MatOption, MatSelect, ReactiveFormsModule],
  templateUrl: './schedule-field.html',
  styleUrl: './schedule-field.scss',
})
export class ScheduleField {
  private readonly api = inject(BackupsApi);

  readonly label = input.required<string>();
  readonly control = input.required<FormControl<string>>();
  readonly timezone = input.required<FormControl<string>>();
  readonly presets = input.required<readonly SchedulePreset[]>();
  /** What it means to have none; empty where there must be one. */
  readonly neverWords = input('');

  protected readonly custom = custom;
  protected readonly never = never;
  private readonly typed = valueOf(this.control);
  private readonly zone = valueOf(this.timezone);

  protected readonly chosen = computed(() => {
    const typed = this.typed().trim();
    if (typed === never && this.neverWords() !== '') return never;
    return this.presets().some(({ cron }) => cron === typed) ? typed : custom;
  });
  /** Null when there is nothing to ask about. */
  private readonly question = computed(
    () => {
      const [schedule, timezone] = [this.typed().trim(), this.zone().trim()];
      return schedule.split(/\s+/).length === 5 && isTimeZone(timezone) ? { schedule, timezone } : null;
    },
    { equal: (one, other) => one?.schedule === other?.schedule && one?.timezone === other?.timezone },
  );
  protected readonly preview = healing(
    rxResource({
      params: () => this.question() ?? undefined,
      stream: ({ params: { schedule, timezone } }) =>
        of(null).pipe(
          delay(previewPause),
          switchMap(() => this.api.previewSchedule(schedule, timezone)),
        ),
    }),
  );
  protected readonly fault = computed(() => {
    const error = this.preview.error();
    if (error === undefined) return null;
    // The resource wraps what is not an Error of its own.
    const problem = toApiProblem(error.cause ?? error);
    return problem.faultAt('/schedule') ?? problem.faultAt('/timezone') ?? problem.title;
  });
  protected readonly next = computed(() => {
    if (!this.preview.hasValue()) return [];
    return this.preview.value().next.map(zonedTimes(this.zone().trim()));
  });

  protected choose(value: string): void {
    if (value === custom) return;
    this.control().setValue(value);
    this.control().markAsDirty();
  }
}

/** What stands in a control that an input names, as a signal. */
function valueOf(control: () => FormControl<string>) {
  const values = toObservable(computed(control)).pipe(
    switchMap((each) => each.valueChanges.pipe(startWith(each.value))),
  );
  return toSignal(values, { initialValue: '' });
}
