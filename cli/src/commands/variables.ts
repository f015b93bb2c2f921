import { readFile } from 'node:fs/promises';
import { limits, variableNamePattern } from '@hyprbox/contracts';
import type { PresetSummary, PresetVariable, VariableValue, VariableValues } from '@hyprbox/contracts';
import { UsageError } from '../errors.js';

/** The flags that every command with variables has. */
export const variableFlags = {
  set: {
    type: 'array',
    string: true,
    requiresArg: true,
    default: [],
    defaultDescription: 'none',
    describe: 'A variable as name=value; repeatable. A secretRef takes env:NAME or file:/path',
  },
  'set-file': {
    type: 'array',
    string: true,
    requiresArg: true,
    default: [],
    defaultDescription: 'none',
    describe: 'A variable as name=path: its value is what the file holds; repeatable',
  },
} as const;

/** The variables as the command line gives them, in the types that the preset declares. */
export async function variablesFor(
  preset: Pick<PresetSummary, 'name' | 'variables'>,
  set: readonly string[],
  setFile: readonly string[],
): Promise<VariableValues> {
  const given = [
    ...set.map((assignment) => parseAssignment('--set', assignment)),
    ...(await Promise.all(
      setFile.map(async (assignment) => {
        const { name, value } = parseAssignment('--set-file', assignment);
        return { name, value: await readValue(value) };
      }),
    )),
  ];
  const values: VariableValues = {};
  for (const { name, value } of given) {
    if (Object.hasOwn(values, name)) throw new UsageError(`The variable ${name} is given more than once`);
    const variable = preset.variables.find((each) => each.name === name);
    if (variable === undefined) throw unknownVariable(preset, name);
    values[name] = typedValue(variable, value);
  }
  return values;
}

/** The value starts after the first `=` and may hold more of them. */
function parseAssignment(flag: string, assignment: string): { name: string; value: string } {
  const at = assignment.indexOf('=');
  const name = assignment.slice(0, Math.max(at, 0));
  if (at === -1 || !variableNamePattern.test(name)) {
    throw new UsageError(`${flag} takes name=${flag === '--set' ? 'value' : 'path'}, not "${assignment}"`);
  }
  return { name, value: assignment.slice(at + 1) };
}

async function readValue(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new UsageError(`--set-file: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (bytes.length > limits.scriptBytes) throw new UsageError(`--set-file: ${path} is larger than a script may be`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`--set-file: ${path} is no UTF-8 text`);
  }
}

/** A value that is none of its type goes as it is: the server refuses it, and names every other fault with it. */
function typedValue(variable: PresetVariable, value: string): VariableValue {
  switch (variable.type) {
    case 'int':
      return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    case 'boolean':
      return value === 'true' || value === 'false' ? value === 'true' : value;
    case 'string':
    case 'enum':
    case 'path':
    case 'secretRef':
      return value;
  }
}

function unknownVariable(preset: Pick<PresetSummary, 'name' | 'variables'>, name: string): UsageError {
  const names = preset.variables.map((variable) => variable.name);
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  return new UsageError(
    `${preset.name} has no variable ${name}; ${known}`,
    `see \`hyprbox preset show ${preset.name}\``,
  );
}
