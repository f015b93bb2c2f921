import { posix } from 'node:path';
import { secretRefPattern, type PresetVariable, type ProblemFault, type VariableValues } from '@hyprbox/contracts';
import { compilePattern, matchPattern } from './pattern-match.js';
import { presetLimits } from './preset-limits.js';

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
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  const named = unknown.slice(0, presetLimits.unknownVariablesNamed);
  const faults = named.map((name) => fault(name, 'is not a variable of this preset'));
  const rest = unknown.length - named.length;
  return rest > 0
    ? [...faults, { pointer: '/variables', detail: `${rest} more are not variables of this preset` }]
    : faults;
}

/** The name as a token of a JSON Pointer (RFC 6901, section 3). */
function fault(name: string, detail: string): ProblemFault {
  return { pointer: `/variables/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, detail };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** What is wrong with a value, or null. */
export function valueFault(variable: PresetVariable, value: unknown): string | null {
  switch (variable.type) {
    case 'int':
      return intFault(variable, value);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'string':
      return textFault(value) ?? lengthFault(variable, String(value)) ?? patternFault(variable, String(value));
    case 'enum':
      return textFault(value) ?? optionFault(variable, String(value));
    case 'path':
      return textFault(value) ?? pathFault(String(value)) ?? patternFault(variable, String(value));
    case 'secretRef':
      return textFault(value) ?? secretRefFault(String(value));
  }
}

function intFault({ min, max }: PresetVariable, value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'must be an integer';
  if (min !== undefined && value < min) return `must be at least ${min}`;
  if (max !== undefined && value > max) return `must be at most ${max}`;
  return null;
}

/** What bash can't hold (NUL), what has no UTF-8 form (a lone surrogate), and what is too long. */
function textFault(value: unknown): string | null {
  if (typeof value !== 'string') return 'must be a string';
  if (value.includes('\0')) return 'must not hold a NUL character';
  if (/\p{Surrogate}/u.test(value)) return 'must not hold half of a surrogate pair';
  if (Buffer.byteLength(value) > presetLimits.valueBytes) return `must be at most ${presetLimits.valueBytes} bytes`;
  return null;
}

/** Characters are code points, as the `u` flag of a pattern counts them. */
function lengthFault({ min, max }: PresetVariable, value: string): string | null {
  if (min === undefined && max === undefined) return null;
  const { length } = [...value];
  if (min !== undefined && length < min) return `must have at least ${min} characters`;
  if (max !== undefined && length > max) return `must have at most ${max} characters`;
  return null;
}

function patternFault({ pattern }: PresetVariable, value: string): string | null {
  if (pattern === undefined) return null;
  const { regex } = compilePattern(pattern);
  const match = regex === null ? 'differs' : matchPattern(regex, value);
  if (match === 'too slow') return `takes too long to compare with the pattern ${pattern}`;
  return match === 'matches' ? null : `must match the pattern ${pattern}`;
}

function optionFault({ options = [] }: PresetVariable, value: string): string | null {
  return options.includes(value) ? null : `must be one of ${options.join(', ')}`;
}

function pathFault(value: string): string | null {
  if (!value.startsWith('/')) return 'must be an absolute path';
  if (/[\x01-\x1f\x7f]/.test(value)) return 'must not hold control characters';
  if (posix.normalize(value) !== value) return 'must be a normalised path, without "..", "." or "//"';
  return null;
}

function secretRefFault(value: string): string | null {
  if (!secretRefPattern.test(value)) return 'must be env:NAME (not HYPRBOX_*) or file:/absolute/path';
  return value.startsWith('file:') ? pathFault(value.slice('file:'.length)) : null;
}
