import type { ValidatorFn } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type { PresetVariable, ProblemFault, VariableValue, VariableValues } from '@hyprbox/contracts';
import { typedVariableFault } from './variable-fault';

/** Text as it was typed; on or off for a boolean. */
export type FieldValue = string | boolean;
export type VariablesForm = FormGroup<Record<string, FormControl<FieldValue>>>;

/** A field for each variable, with the given value, else the default, else empty. */
export function variablesForm(variables: readonly PresetVariable[], given: VariableValues = {}): VariablesForm {
  const controls: Record<string, FormControl<FieldValue>> = {};
  for (const variable of variables) {
    const initial = Object.hasOwn(given, variable.name) ? given[variable.name] : variable.default;
    controls[variable.name] = new FormControl<FieldValue>(fieldValue(variable, initial ?? null), {
      nonNullable: true,
      validators: validator(variable),
    });
  }
  return new FormGroup(controls);
}

/** What the fields say, as the server takes it. */
export function formValues(
  variables: readonly PresetVariable[],
  typed: Readonly<Record<string, FieldValue | undefined>>,
): VariableValues {
  const values: VariableValues = {};
  for (const variable of variables) {
    const value = variableValue(variable, typed[variable.name] ?? '');
    if (value !== null) values[variable.name] = value;
  }
  return values;
}

/** Marks the fields that the server's faults point to; gives back the faults that belong to no field. */
export function showFaults(form: VariablesForm, faults: readonly ProblemFault[]): ProblemFault[] {
  return faults.filter(({ pointer, detail }) => {
    const control = form.controls[/^\/variables\/(.+)$/.exec(pointer)?.[1] ?? ''];
    if (control === undefined) return true;
    // Gone with the next change of the field, when its own validators run again.
    control.setErrors({ fault: detail });
    control.markAsTouched();
    return false;
  });
}

function fieldValue({ type }: PresetVariable, value: VariableValue | null): FieldValue {
  if (type === 'boolean') return value === true;
  return value === null ? '' : String(value);
}

function variableValue(variable: PresetVariable, typed: FieldValue): VariableValue | null {
  if (variable.type === 'boolean') return typed === true;
  const text = String(typed);
  // Not given: the server takes the default. Only a string can be emptied on purpose.
  if (text === '') return variable.type === 'string' && variable.default !== null ? '' : null;
  return variable.type === 'int' ? Number(text) : text;
}

function validator(variable: PresetVariable): ValidatorFn {
  return ({ value }) => {
    const fault = typeof value === 'string' ? typedVariableFault(variable, value) : null;
    return fault === null ? null : { fault };
  };
}
