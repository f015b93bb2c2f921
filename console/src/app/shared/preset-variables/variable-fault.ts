import { variableFault, type PresetVariable } from '@hyprbox/contracts';

/**
 * What is wrong with what was typed for a variable, or null: the rules of the server, which has the last word. An empty
 * field is not given, so only a required one can be at fault.
 */
export function typedVariableFault(variable: PresetVariable, typed: string): string | null {
  if (typed === '') return variable.required ? 'is required' : null;
  if (variable.type === 'boolean') return null;
  const value = variable.type === 'int' && /^[+-]?\d+$/.test(typed) ? Number(typed) : typed;
  return variableFault(variable, value, (pattern, text) => new RegExp(`^(?:${pattern})$`, 'u').test(text));
}
