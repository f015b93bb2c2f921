import { Component, computed, inject, input } from '@angular/core';
import { rxResource, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { offlineActions } from '@hyprbox/contracts';
import { map, startWith, switchMap } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { PresetsApi } from '../../core/api/presets.api';
import { allItems } from '../../core/paging/all-items';
import { healing } from '../../core/recovery/when-recovered';
import { offlineActionWords } from '../rollout/rollout-words';
import type { RolloutOptionsForm } from './rollout-options-form';
import { budgetDefault } from './rollout-options-form';
import { WavesField } from './waves-field';
import type { UsualWaves } from './waves-form';

const everyHost = '100%';

/** How a rollout goes: its waves, its budget, what becomes of hosts that are away, and what opens the next wave. */
@Component({
  selector: 'hb-rollout-options',
  imports: [
    MatCheckbox,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    ReactiveFormsModule,
    WavesField,
  ],
  templateUrl: './rollout-options.html',
  styleUrl: './rollout-options.scss',
})
export class RolloutOptions {
  private readonly presets = inject(PresetsApi);
  private readonly alerts = inject(AlertsApi);

  readonly form = input.required<RolloutOptionsForm>();

  protected readonly offlineActions = offlineActions;
  protected readonly offlineWords = offlineActionWords;
  private readonly checks = healing(rxResource({ stream: () => allItems((page) => this.presets.list(page)) }));
  /** The check is run without values, so it can only be a preset that needs none. */
  protected readonly checkNames = computed(() => {
    const all = this.checks.hasValue() ? this.checks.value() : [];
    const { value } = this.form().controls.checkPreset;
    const names = all
      .filter(({ variables }) => variables.every((each) => !each.required || each.default !== null))
      .map(({ name }) => name);
    return value === '' || names.includes(value) ? names : [value, ...names];
  });
  protected readonly windows = healing(
    rxResource({
      stream: () =>
        allItems((page) => this.alerts.windows.list(page)).pipe(
          map((windows) => windows.filter(({ kind }) => kind === 'MAINTENANCE')),
        ),
    }),
  );
  protected readonly windowList = computed(() => (this.windows.hasValue() ? this.windows.value() : []));
  private readonly value = toSignal(
    toObservable(this.form).pipe(
      switchMap((form) =>
        form.valueChanges.pipe(
          startWith(null),
          map(() => form.getRawValue()),
        ),
      ),
    ),
  );
  protected readonly waits = computed(() => (this.value()?.whenOffline ?? 'WAIT') === 'WAIT');

  /** A budget below all hosts would hold back what was asked to start at once. */
  protected follow(usual: UsualWaves): void {
    const { budget } = this.form().controls;
    if (usual === 'atOnce') budget.setValue(everyHost);
    else if (budget.value === everyHost) budget.setValue(budgetDefault);
  }
}
