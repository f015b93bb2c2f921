import type { OnInit } from '@angular/core';
import { Component, computed, DestroyRef, ElementRef, inject, Injector, input, output, signal } from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import type { ProblemFault, Schedule } from '@hyprbox/contracts';
import { scheduleMisfires, scheduleOverlaps } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { SchedulesApi } from '../../core/api/schedules.api';
import { allItems } from '../../core/paging/all-items';
import { healing } from '../../core/recovery/when-recovered';
import { Session } from '../../core/session/session';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { forgetServerFaults, placeServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { VariablesControl } from '../../shared/preset-variables/variables-control';
import { RolloutOptions } from '../../shared/rollout-form/rollout-options';
import { ScheduleField } from '../../shared/schedule/schedule-field';
import type { SchedulePreset } from '../../shared/schedule/schedule-preset';
import { TimeZoneField } from '../../shared/schedule/time-zone-field';
import { SelectorField } from '../../shared/selector/selector-field';
import { misfireWords, overlapWords } from '../schedule-words';
import type { ScheduleForm } from './schedule-form';
import { controlAt, fieldsOfForm, scheduleForm } from './schedule-form';

const usual: readonly SchedulePreset[] = [
  { label: 'Every night at 2:00', cron: '0 2 * * *' },
  { label: 'Every Sunday at 2:00', cron: '0 2 * * 0' },
  { label: 'Every first of a month at 2:00', cron: '0 2 1 * *' },
  { label: 'Every hour', cron: '0 * * * *' },
];

/** Writes a schedule: when, what, on which hosts, and what becomes of a firing that cannot start as it should. */
@Component({
  selector: 'hb-schedule-editor',
  imports: [
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    ReactiveFormsModule,
    RolloutOptions,
    ScheduleField,
    SelectorField,
    TimeZoneField,
    VariablesControl,
  ],
  templateUrl: './schedule-editor.html',
  styleUrl: './schedule-editor.scss',
})
export class ScheduleEditor implements OnInit {
  private readonly api = inject(SchedulesApi);
  private readonly presets = inject(PresetsApi);
  private readonly owner = inject(DestroyRef);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Null for a new one. */
  readonly schedule = input.required<Schedule | null>();
  /** As the server has it now. */
  readonly saved = output<Schedule>();
  readonly left = output();

  protected readonly usual = usual;
  protected readonly overlaps = scheduleOverlaps;
  protected readonly overlapWords = overlapWords;
  protected readonly misfires = scheduleMisfires;
  protected readonly misfireWords = misfireWords;
  protected readonly mayScript = inject(Session).can('job.adhoc');

  protected form: ScheduleForm = scheduleForm(null, zoneOfBrowser());
  private readonly value = signal(this.form.getRawValue());
  protected readonly what = computed(() => this.value().what);
  private readonly presetList = healing(rxResource({ stream: () => allItems((page) => this.presets.list(page)) }));
  private readonly known = computed(() => (this.presetList.hasValue() ? this.presetList.value() : []));
  /** The one that is set is there, also when it is not known any more. */
  protected readonly presetNames = computed(() => {
    const { preset } = this.value();
    return [...new Set([...this.known().map(({ name }) => name), ...(preset === '' ? [] : [preset])])];
  });
  protected readonly preset = computed(() => this.known().find(({ name }) => name === this.value().preset) ?? null);

  protected readonly submission = new Submission();
  /** Faults that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);
  protected readonly attempted = signal(false);

  ngOnInit(): void {
    this.form = scheduleForm(this.schedule(), zoneOfBrowser());
    this.value.set(this.form.getRawValue());
    this.form.valueChanges
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe(() => this.value.set(this.form.getRawValue()));
  }

  /** Those of another preset are none of this one's. */
  protected forgetValues(): void {
    this.form.controls.variables.setValue({});
  }

  protected async save(): Promise<void> {
    if (this.submission.busy()) return;
    this.attempted.set(true);
    forgetServerFaults(this.form);
    this.form.markAllAsTouched();
    this.otherFaults.set([]);
    const schedule = this.schedule();
    const fields = fieldsOfForm(this.form, schedule);
    if (fields === null) {
      focusFirstFault(this.element.nativeElement, this.injector);
      return;
    }
    const done = await this.submission.send(async () => {
      const call = schedule === null ? this.api.create(fields) : this.api.replace(schedule.id, fields);
      this.saved.emit(await firstValueFrom(call));
    });
    if (done) return;
    const faults = this.submission.problem()?.faults ?? [];
    this.otherFaults.set(placeServerFaults(faults, (pointer) => controlAt(this.form, pointer)));
    focusFirstFault(this.element.nativeElement, this.injector);
  }
}

function zoneOfBrowser(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
