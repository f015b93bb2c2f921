import { variableFault, type PresetVariable, type ProblemFault, type VariableValues } from '@hyprbox/contracts';
import { escapePointer } from '../common/json-pointer.js';
import { compilePattern } from './pattern-match.js';

export interface CheckedVariables {
  /** The given values and the defaults of those not given; an optional variable without either is absent. */
  values: VariableValues;
  faults: ProblemFault[];
}

/** Holds what was given against a preset's variables and names every fault. */
export function checkVariables(
  variables: readonly PresetVariable[],
  given: Readonly<Record<string, unknown>>,
): CheckedVariables {
  const values: VariableValues = {};
  const faults: ProblemFault[] = [];
  for (const variable of variables) {
    const value = Object.hasOwn(given, variable.name) ? given[variable.name] : variable.default;
    if (value === null && !Object.hasOwn(given, variable.name)) {
      if (variable.required) faults.push(fault(variable.name, 'is required'));
      continue;
    }
    const detail = valueFault(variable, value);
    if (detail !== null) faults.push(fault(variable.name, detail));
    else if (isScalar(value)) values[variable.name] = value;
  }
  return { values, faults: [...faults, ...unknownVariables(variables, given)] };
}

function unknownVariables(
  variables: readonly PresetVariable[],
  given: Readonly<Record<string, unknown>>,
): ProblemFault[] {
  const known = new Set(variables.map(({ name }) => name));
  return Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => fault(name, 'is not a variable of this preset'));
}

function fault(name: string, detail: string): ProblemFault {
  return { pointer: `/variables/${escapePointer(name)}`, detail };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** What is wrong with a value, or null. */
export function valueFault(variable: PresetVariable, value: unknown): string | null {
  return variableFault(variable, value, (pattern, text) => compilePattern(pattern).regex?.testExact(text) ?? false);
}
