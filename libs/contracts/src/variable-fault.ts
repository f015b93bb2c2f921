import { limits } from './limits.js';
import { nodePathFault } from './path-fault.js';
import { secretRefPattern } from './presets.js';
import type { PresetVariable } from './presets.schema.js';

/** Whether a whole text fits a pattern. Who reads texts of strangers takes an engine that does not backtrack. */
export type PatternMatch = (pattern: string, text: string) => boolean;

/** What is wrong with a value for a preset's variable; null: nothing. */
export function variableFault(variable: PresetVariable, value: unknown, matches: PatternMatch): string | null {
  switch (variable.type) {
    case 'int':
      return intFault(variable, value);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'string':
      return textFault(value) ?? lengthFault(variable, String(value)) ?? patternFault(variable, String(value), matches);
    case 'enum':
      return textFault(value) ?? optionFault(variable, String(value));
    case 'path':
      return textFault(value) ?? nodePathFault(value) ?? patternFault(variable, String(value), matches);
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
  if (new TextEncoder().encode(value).length > limits.variableBytes)
    return `must be at most ${limits.variableBytes} bytes`;
  return null;
}

/** Characters are code points, as the `u` flag of a pattern counts them. */
function lengthFault({ min, max, pattern }: PresetVariable, value: string): string | null {
  const most = max ?? (pattern === undefined ? undefined : limits.patternedValueLength);
  if (min === undefined && most === undefined) return null;
  const { length } = [...value];
  if (min !== undefined && length < min) return `must have at least ${min} characters`;
  if (most !== undefined && length > most) return `must have at most ${most} characters`;
  return null;
}

function patternFault({ pattern }: PresetVariable, value: string, matches: PatternMatch): string | null {
  return pattern === undefined || matches(pattern, value) ? null : `must match the pattern ${pattern}`;
}

function optionFault({ options = [] }: PresetVariable, value: string): string | null {
  return options.includes(value) ? null : `must be one of ${options.join(', ')}`;
}

function secretRefFault(value: string): string | null {
  if (!secretRefPattern.test(value)) return 'must be env:NAME (not HYPRBOX_*) or file:/absolute/path';
  return value.startsWith('file:') ? nodePathFault(value.slice('file:'.length)) : null;
}
