import { Component, computed, DestroyRef, effect, inject, input, linkedSignal, signal } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import type { FormControl } from '@angular/forms';
import { ReactiveFormsModule } from '@angular/forms';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import type { BackupHook, PresetSummary, ProblemFault } from '@hyprbox/contracts';
import { startWith, switchMap } from 'rxjs';
import { Drafts } from '../../core/session/drafts';
import { fillIn } from '../../core/drafts/form-draft';
import { Session } from '../../core/session/session';
import { VariableField } from '../../shared/preset-variables/variable-field';
import type { VariablesForm } from '../../shared/preset-variables/variables-form';
import { formValues, showFaults, variablesForm } from '../../shared/preset-variables/variables-form';
import type { HookRole } from './policy-input';

/** A preset that a policy runs on the host, and its variables. */
@Component({
  selector: 'hb-hook-field',
  imports: [MatError, MatFormField, MatHint, MatLabel, MatOption, MatSelect, ReactiveFormsModule, VariableField],
  template: `
    <mat-form-field>
      <mat-label>{{ label() }}</mat-label>
      <mat-select [formControl]="control()">
        <mat-option value="">None</mat-option>
        @for (each of options(); track each) {
          <mat-option [value]="each">{{ each }}</mat-option>
        }
      </mat-select>
      <mat-hint>{{ hint() }}</mat-hint>
      <mat-error>{{ control().getError('fault') }}</mat-error>
    </mat-form-field>
    @if (preset(); as preset) {
      <div class="variables">
        @for (variable of preset.variables; track variable.name) {
          @if (form()?.controls?.[variable.name]; as control) {
            <hb-variable-field [variable]="variable" [control]="control" />
          }
        } @empty {
          <p class="quiet">This preset has no variables.</p>
        }
        @for (fault of otherFaults(); track fault.pointer) {
          <p class="failed" role="alert">{{ fault.pointer }} {{ fault.detail }}</p>
        }
      </div>
    } @else if (chosen() !== '') {
      <p class="quiet">
        {{ presets() === null ? 'Loading the preset…' : 'This preset is not in the catalogue any more.' }}
      </p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
    .variables {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding-inline-start: 14px;
      border-inline-start: 2px solid var(--hb-line-strong);
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .failed {
      color: var(--hb-critical-text);
    }
  `,
})
export class HookField {
  private readonly drafts = inject(Drafts);

  readonly role = input.required<HookRole>();
  readonly label = input.required<string>();
  readonly hint = input.required<string>();
  readonly control = input.required<FormControl<string>>();
  /** Null while they are being loaded. */
  readonly presets = input.required<readonly PresetSummary[] | null>();
  /** What the policy has so far. */
  readonly saved = input.required<BackupHook | null>();
  /** Under which what is typed is kept for the time after the next sign-in. */
  readonly draftKey = input.required<string>();

  protected readonly chosen = toSignal(
    toObservable(computed(() => this.control())).pipe(
      switchMap((control) => control.valueChanges.pipe(startWith(control.value))),
    ),
    { initialValue: '' },
  );
  protected readonly options = computed(() => {
    const names = (this.presets() ?? []).map(({ name }) => name);
    const chosen = this.chosen();
    return chosen === '' || names.includes(chosen) ? names : [chosen, ...names];
  });
  protected readonly preset = computed(() => this.presets()?.find(({ name }) => name === this.chosen()) ?? null);
  protected readonly form = linkedSignal<PresetSummary | null, VariablesForm | null>({
    source: this.preset,
    computation: (preset, former) => {
      if (preset === null) return null;
      // The list of presets was read again: what was typed stays.
      if (former?.source?.name === preset.name && former.value !== null) return former.value;
      const saved = this.saved();
      const form = variablesForm(preset.variables, saved?.preset === preset.name ? saved.variables : undefined);
      fillIn(form, this.drafts.find(this.keyOf(preset.name)));
      return form;
    },
  });
  protected readonly otherFaults = signal<readonly ProblemFault[]>([]);

  constructor() {
    const session = inject(Session);
    effect((onCleanup) => {
      const [form, preset] = [this.form(), this.preset()];
      if (form === null || preset === null) return;
      const changes = form.valueChanges.subscribe(() => {
        this.otherFaults.set([]);
        this.drafts.keep(this.keyOf(preset.name), form.getRawValue());
      });
      onCleanup(() => changes.unsubscribe());
    });
    inject(DestroyRef).onDestroy(() => {
      const preset = this.chosen();
      if (!session.endedByServer()) this.drafts.discard(this.keyOf(preset));
    });
  }

  /** Null when there is none. Variables of a preset that is gone stay as they were. */
  value(): BackupHook | null {
    const name = this.chosen();
    if (name === '') return null;
    const [preset, form, saved] = [this.preset(), this.form(), this.saved()];
    if (preset !== null && form !== null) {
      return { preset: name, variables: formValues(preset.variables, form.getRawValue()) };
    }
    return { preset: name, variables: saved?.preset === name ? saved.variables : {} };
  }

  /** Whether the variables are filled in rightly; shows where they are not. */
  check(): boolean {
    this.form()?.markAllAsTouched();
    return this.form()?.invalid !== true;
  }

  /** Shows what the server has against the variables; gives back the faults that are not about them. */
  place(faults: readonly ProblemFault[]): ProblemFault[] {
    const prefix = `/${this.role()}/variables`;
    const [own, others] = [true, false].map((mine) =>
      faults.filter(({ pointer }) => (pointer === prefix || pointer.startsWith(`${prefix}/`)) === mine),
    );
    const form = this.form();
    const within = (own ?? []).map(({ pointer, detail }) => ({
      pointer: pointer.slice(this.role().length + 1),
      detail,
    }));
    this.otherFaults.set(form === null ? within : showFaults(form, within));
    return others ?? [];
  }

  private keyOf(preset: string): string {
    return `${this.draftKey()}/${this.role()}/${preset}`;
  }
}
