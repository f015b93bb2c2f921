import { Component, computed, effect, forwardRef, input, signal, untracked } from '@angular/core';
import type { ControlValueAccessor, ValidationErrors, Validator } from '@angular/forms';
import { NG_VALIDATORS, NG_VALUE_ACCESSOR } from '@angular/forms';
import type { PresetVariable, VariableValues } from '@hyprbox/contracts';
import { VariableField } from './variable-field';
import { formValues, variablesForm } from './variables-form';

/** The values of a preset's variables as one control of a form; what is left out has its default. */
@Component({
  selector: 'hb-variables-control',
  imports: [VariableField],
  template: `
    @for (variable of variables(); track variable.name) {
      @if (fields().controls[variable.name]; as control) {
        <hb-variable-field [variable]="variable" [control]="control" />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
  `,
  providers: [
    { provide: NG_VALUE_ACCESSOR, useExisting: forwardRef(() => VariablesControl), multi: true },
    { provide: NG_VALIDATORS, useExisting: forwardRef(() => VariablesControl), multi: true },
  ],
})
export class VariablesControl implements ControlValueAccessor, Validator {
  readonly variables = input.required<readonly PresetVariable[]>();
  /** Whether what is wrong is said at fields that nobody has been at as well. */
  readonly showFaults = input(false);

  private readonly given = signal<VariableValues>({});
  private readonly disabled = signal(false);
  protected readonly fields = computed(() => variablesForm(this.variables(), this.given()));
  private changed: (values: VariableValues) => void = () => undefined;
  private validityChanged = (): void => undefined;

  constructor() {
    effect((onCleanup) => {
      const [fields, variables] = [this.fields(), this.variables()];
      const typing = fields.valueChanges.subscribe(() => this.changed(formValues(variables, fields.getRawValue())));
      onCleanup(() => typing.unsubscribe());
      // Other variables are needed, or none.
      untracked(() => this.validityChanged());
    });
    effect(() => {
      const fields = this.fields();
      if (this.disabled()) fields.disable({ emitEvent: false });
      else fields.enable({ emitEvent: false });
    });
    effect(() => {
      if (this.showFaults()) this.fields().markAllAsTouched();
    });
  }

  writeValue(values: VariableValues | null): void {
    this.given.set(values ?? {});
  }

  registerOnChange(changed: (values: VariableValues) => void): void {
    this.changed = changed;
  }

  registerOnTouched(): void {
    // Each field says for itself what is wrong with it.
  }

  setDisabledState(isDisabled: boolean): void {
    this.disabled.set(isDisabled);
  }

  validate(): ValidationErrors | null {
    return untracked(this.fields).invalid ? { fault: 'Some values need another look.' } : null;
  }

  registerOnValidatorChange(changed: () => void): void {
    this.validityChanged = changed;
  }
}
