import type { PresetVariable } from '@hyprbox/contracts';
import { secretRefPattern } from '@hyprbox/contracts';

/**
 * What is wrong with what was typed for a variable, or null: the rules of the server, which has the last word. An empty
 * field is not given, so only a required one can be at fault.
 */
export function variableFault(variable: PresetVariable, typed: string): string | null {
  if (typed === '') return variable.required ? 'is required' : null;
  if (typed.includes('\0')) return 'must not hold a NUL character';
  switch (variable.type) {
    case 'boolean':
      return null;
    case 'int':
      return intFault(variable, typed);
    case 'string':
      return lengthFault(variable, typed) ?? patternFault(variable, typed);
    case 'path':
      return pathFault(typed) ?? patternFault(variable, typed);
    case 'enum':
      return variable.options?.includes(typed) === true ? null : `must be one of ${variable.options?.join(', ') ?? ''}`;
    case 'secretRef':
      return secretRefFault(typed);
  }
}

function intFault({ min, max }: PresetVariable, typed: string): string | null {
  const value = Number(typed);
  if (!/^[+-]?\d+$/.test(typed) || !Number.isSafeInteger(value)) return 'must be an integer';
  if (min !== undefined && value < min) return `must be at least ${min}`;
  if (max !== undefined && value > max) return `must be at most ${max}`;
  return null;
}

/** Characters are code points, as the server counts them. */
function lengthFault({ min, max }: PresetVariable, typed: string): string | null {
  const { length } = [...typed];
  if (min !== undefined && length < min) return `must have at least ${min} characters`;
  if (max !== undefined && length > max) return `must have at most ${max} characters`;
  return null;
}

function patternFault({ pattern }: PresetVariable, typed: string): string | null {
  if (pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(typed)) return null;
  return `must match the pattern ${pattern}`;
}

function pathFault(typed: string): string | null {
  if (!typed.startsWith('/')) return 'must be an absolute path';
  if (/[\x01-\x1f\x7f]/.test(typed)) return 'must not hold control characters';
  if (/\/\/|\/\.\.?(?:\/|$)/.test(typed)) return 'must be a normalised path, without "..", "." or "//"';
  return null;
}

function secretRefFault(typed: string): string | null {
  if (!secretRefPattern.test(typed)) return 'must be env:NAME (not HYPRBOX_*) or file:/absolute/path';
  return typed.startsWith('file:') ? pathFault(typed.slice('file:'.length)) : null;
}
