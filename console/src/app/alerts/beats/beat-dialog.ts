import { Component, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Beat, BeatFields, CreatedBeat } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BeatsApi } from '../../core/api/beats.api';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { durationBetween } from '../../shared/form/duration-faults';
import { atMost, faultOf, filledIn } from '../../shared/form/field-faults';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { forgetServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { ScheduleField } from '../../shared/schedule/schedule-field';
import type { SchedulePreset } from '../../shared/schedule/schedule-preset';
import { timeZoneFault } from '../../shared/schedule/time-zone-fault';
import { TimeZoneField } from '../../shared/schedule/time-zone-field';
import { parseDuration, writeDuration } from '../../shared/time/durations';
import { pingCommand } from './beat-words';

const usual: readonly SchedulePreset[] = [
  { label: 'Every hour', cron: '0 * * * *' },
  { label: 'Every night at 2:30', cron: '30 2 * * *' },
  { label: 'Every Sunday at 2:30', cron: '30 2 * * 0' },
];

/** Writes a beat; of a new one it shows the line to paste, this once. Closes with the beat, if it was saved. */
@Component({
  selector: 'hb-beat-dialog',
  imports: [
    CopyButton,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    ProblemMessage,
    ReactiveFormsModule,
    ScheduleField,
    TimeZoneField,
  ],
  providers: [outlinedFields],
  templateUrl: './beat-dialog.html',
  styleUrl: './beat-dialog.scss',
})
export class BeatDialog {
  private readonly api = inject(BeatsApi);
  private readonly dialog = inject<MatDialogRef<BeatDialog, Beat>>(MatDialogRef);
  /** Null for a new one. */
  protected readonly beat = inject<Beat | null>(MAT_DIALOG_DATA);

  protected readonly usual = usual;
  protected readonly command = pingCommand;
  protected readonly submission = new Submission();
  protected readonly created = signal<CreatedBeat | null>(null);
  protected readonly form = inject(NonNullableFormBuilder).group({
    name: [this.beat?.name ?? '', [filledIn, atMost(alertLimits.ruleNameLength)]],
    rhythm: [this.beat?.cron === undefined ? ('period' as const) : ('cron' as const)],
    period: [
      writeDuration(this.beat?.periodSeconds ?? 86_400),
      durationBetween(alertLimits.beatPeriodSecondsMin, alertLimits.beatPeriodSecondsMax),
    ],
    cron: [this.beat?.cron ?? '30 2 * * *', filledIn],
    timezone: [
      this.beat?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      [filledIn, faultOf(timeZoneFault)],
    ],
    grace: [writeDuration(this.beat?.graceSeconds ?? 3_600), durationBetween(0, alertLimits.beatPeriodSecondsMax)],
  });
  protected readonly rhythm = toSignal<'period' | 'cron', 'period' | 'cron'>(this.form.controls.rhythm.valueChanges, {
    initialValue: this.form.controls.rhythm.value,
  });

  constructor() {
    this.form.controls.rhythm.valueChanges.subscribe(() => this.ask());
    this.ask();
  }

  protected async save(): Promise<void> {
    forgetServerFaults(this.form);
    const saved = await this.submission.submit(this.form, async () => {
      const fields = this.fields();
      if (this.beat === null) this.created.set(await firstValueFrom(this.api.create(fields)));
      else this.dialog.close(await firstValueFrom(this.api.replace(this.beat.id, fields)));
    });
    if (saved) return;
    const { name, period, cron, timezone, grace } = this.form.controls;
    const at = { name, periodSeconds: period, cron, timezone, graceSeconds: grace };
    this.submission.showFaults((pointer) => {
      const member = Object.entries(at).find(([field]) => pointer === `/${field}`);
      return member?.[1] ?? null;
    });
  }

  protected close(): void {
    this.dialog.close(this.created() ?? undefined);
  }

  private fields(): BeatFields {
    const { name, rhythm, period, cron, timezone, grace } = this.form.getRawValue();
    return {
      name: name.trim(),
      graceSeconds: parseDuration(grace) ?? 0,
      ...(rhythm === 'period'
        ? { periodSeconds: parseDuration(period) ?? 0 }
        : { cron: cron.trim(), timezone: timezone.trim() }),
    };
  }

  /** The field that is not shown has no say in whether the form is filled in rightly. */
  private ask(): void {
    const { rhythm, period, cron, timezone } = this.form.controls;
    const isPeriod = rhythm.value === 'period';
    for (const each of isPeriod ? [period] : [cron, timezone]) each.enable({ emitEvent: false });
    for (const each of isPeriod ? [cron, timezone] : [period]) each.disable({ emitEvent: false });
  }
}
