import type { OnInit } from '@angular/core';
import { Component, ElementRef, inject, Injector, input, output, signal } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import type { AlertWindow, ProblemFault } from '@hyprbox/contracts';
import { alertSeverities, alertWindowKinds } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { severityWords } from '../../shared/alerts/alert-words';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { forgetServerFaults, placeServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { ScheduleField } from '../../shared/schedule/schedule-field';
import type { SchedulePreset } from '../../shared/schedule/schedule-preset';
import { TimeZoneField } from '../../shared/schedule/time-zone-field';
import { SelectorField } from '../../shared/selector/selector-field';
import type { WindowForm } from './window-form';
import { controlAt, fieldsOf, windowForm } from './window-form';
import { windowKindWords } from './window-words';

const usual: readonly SchedulePreset[] = [
  { label: 'Every night at 2:00', cron: '0 2 * * *' },
  { label: 'Every Sunday at 2:00', cron: '0 2 * * 0' },
  { label: 'Every first of a month at 2:00', cron: '0 2 1 * *' },
];

/** Writes a silence or a maintenance, once or again and again. */
@Component({
  selector: 'hb-window-editor',
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
    ScheduleField,
    SelectorField,
    TimeZoneField,
  ],
  templateUrl: './window-editor.html',
  styleUrl: '../list-page/editor.scss',
})
export class WindowEditor implements OnInit {
  private readonly api = inject(AlertsApi);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  /** Null for a new one. */
  readonly window = input.required<AlertWindow | null>();
  readonly saved = output<AlertWindow>();
  readonly left = output();

  protected readonly kinds = alertWindowKinds;
  protected readonly kindWords = windowKindWords;
  protected readonly severities = alertSeverities;
  protected readonly severityWords = severityWords;
  protected readonly usual = usual;
  protected form: WindowForm = windowForm(null, new Date(), zoneOfBrowser());
  protected readonly submission = new Submission();
  /** Faults that belong to no field. */
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);

  ngOnInit(): void {
    this.form = windowForm(this.window(), new Date(), zoneOfBrowser());
  }

  protected async save(): Promise<void> {
    if (this.submission.busy()) return;
    forgetServerFaults(this.form);
    this.form.markAllAsTouched();
    this.otherFaults.set([]);
    const fields = fieldsOf(this.form);
    if (fields === null) {
      focusFirstFault(this.element.nativeElement, this.injector);
      return;
    }
    const window = this.window();
    const done = await this.submission.send(async () => {
      const call = window === null ? this.api.windows.create(fields) : this.api.windows.replace(window.id, fields);
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
