import type { PresetVariable, VariableValue, VariableValues } from '@hyprbox/contracts';

/**
 * Values that show a script as it may be: shellcheck knows what a literal holds, and says nothing of `$name` without
 * quotes where the value has no space. One line each.
 */
export function unknownValues(variables: readonly PresetVariable[]): VariableValues {
  return Object.fromEntries(variables.map((variable) => [variable.name, unknownValue(variable)]));
}

function unknownValue({ type, options }: PresetVariable): VariableValue {
  switch (type) {
    case 'string':
      return 'any text *';
    case 'path':
      return '/any path *';
    case 'int':
      return 1;
    case 'boolean':
      return true;
    case 'enum':
      return options?.find((option) => /[\s*?[]/.test(option)) ?? options?.[0] ?? '';
    case 'secretRef':
      return 'env:SECRET';
  }
}
