import { Component, computed, inject, input } from '@angular/core';
import { rxResource, toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { startWith, switchMap } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { allItems } from '../../core/paging/all-items';
import { healing } from '../../core/recovery/when-recovered';
import { VariablesControl } from '../../shared/preset-variables/variables-control';
import type { RemediationForm } from './remediation-form';

/** A preset that is run on the host when a rule fires. Off unless somebody switches it on. */
@Component({
  selector: 'hb-remediation-field',
  imports: [
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    MatSlideToggle,
    ReactiveFormsModule,
    VariablesControl,
  ],
  template: `
    <ng-container [formGroup]="form()">
      <mat-slide-toggle hideIcon formControlName="on">Run a preset on the host when it fires</mat-slide-toggle>
      @if (value().on) {
        <p class="quiet">
          Once for each firing, never while the alert is kept quiet or somebody has taken it on. It is run for whoever
          saved the rule last, and not any more once they may not run jobs.
        </p>
        <mat-form-field>
          <mat-label>Preset to run</mat-label>
          <mat-select formControlName="preset" required (selectionChange)="forgetValues()">
            @for (name of names(); track name) {
              <mat-option [value]="name">{{ name }}</mat-option>
            }
          </mat-select>
          @if (preset(); as preset) {
            <mat-hint>{{ preset.description }}</mat-hint>
          }
          <mat-error>{{ form().controls.preset.getError('fault') }}</mat-error>
        </mat-form-field>
        @if (presets.error()) {
          <p class="failed" role="status">The presets could not be read. What is set for this one stays as it is.</p>
        } @else if (preset(); as preset) {
          @if (preset.variables.length > 0) {
            <hb-variables-control
              formControlName="variables"
              [variables]="preset.variables"
              [showFaults]="showFaults()"
            />
          }
        }
        <div class="two">
          <mat-form-field>
            <mat-label>On a host at most every</mat-label>
            <input matInput autocomplete="off" formControlName="every" required />
            <mat-hint>Such as 30 min.</mat-hint>
            <mat-error>{{ form().controls.every.getError('fault') }}</mat-error>
          </mat-form-field>
          <mat-form-field>
            <mat-label>Hosts at once</mat-label>
            <input matInput inputmode="numeric" autocomplete="off" formControlName="atOnce" required />
            <mat-hint>The others wait for their turn.</mat-hint>
            <mat-error>{{ form().controls.atOnce.getError('fault') }}</mat-error>
          </mat-form-field>
        </div>
      }
    </ng-container>
  `,
  styleUrl: '../list-page/editor.scss',
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
  `,
})
export class RemediationField {
  private readonly api = inject(PresetsApi);

  readonly form = input.required<RemediationForm>();
  /** Whether somebody has tried to save, so that what is missing is said. */
  readonly showFaults = input(false);

  private readonly typed = toSignal(
    toObservable(this.form).pipe(switchMap((form) => form.valueChanges.pipe(startWith(null)))),
  );
  protected readonly value = computed(() => {
    this.typed();
    return this.form().getRawValue();
  });
  protected readonly presets = healing(
    rxResource({
      params: () => (this.value().on ? true : undefined),
      stream: () => allItems((page) => this.api.list(page)),
    }),
  );
  private readonly known = computed(() => (this.presets.hasValue() ? this.presets.value() : []));
  /** The one that is set is there, also when it is not known any more. */
  protected readonly names = computed(() => {
    const { preset } = this.value();
    return [...new Set([...this.known().map(({ name }) => name), ...(preset === '' ? [] : [preset])])];
  });
  protected readonly preset = computed(() => this.known().find(({ name }) => name === this.value().preset) ?? null);

  /** Those of another preset are none of this one's. */
  protected forgetValues(): void {
    this.form().controls.variables.setValue({});
  }
}
