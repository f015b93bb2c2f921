import {
  isPrintableLine,
  variableNamePattern,
  variableTypes,
  type PresetVariable,
  type VariableType,
} from '@hyprbox/contracts';
import { FieldReader } from './field-reader.js';
import { isRecord } from './front-matter.js';
import { compilePattern } from './pattern-match.js';
import { presetLimits } from './preset-limits.js';
import { valueFault } from './variable-check.js';

const variableFields = [
  'name',
  'type',
  'label',
  'description',
  'required',
  'default',
  'options',
  'pattern',
  'min',
  'max',
] as const;

/** Lower-case names that mean something to bash itself, to nearly every program a script starts, or to JavaScript. */
const reservedNames: readonly string[] = [
  'constructor',
  'auto_resume',
  'histchars',
  'http_proxy',
  'https_proxy',
  'ftp_proxy',
  'all_proxy',
  'no_proxy',
];

type Fail = (fault: string) => never;

export function parseVariables(list: readonly unknown[], fail: Fail): PresetVariable[] {
  const variables = list.map((entry, index) => parseVariable(entry, `variable ${index + 1}`, fail));
  const names = new Set<string>();
  for (const { name } of variables) {
    if (names.has(name)) fail(`variable "${name}" is defined twice`);
    names.add(name);
  }
  return variables;
}

function parseVariable(entry: unknown, position: string, fail: Fail): PresetVariable {
  if (!isRecord(entry)) return fail(`${position} must be a mapping`);
  const name = parseName(new FieldReader(entry, (fault) => fail(`${position}: ${fault}`)), position, fail);
  const failHere: Fail = (fault) => fail(`variable "${name}": ${fault}`);
  const fields = new FieldReader(entry, failHere);
  fields.onlyKnown(variableFields);
  const type = parseType(fields, failHere);

  const variable: PresetVariable = {
    name,
    type,
    label: fields.raw('label') === null ? name : fields.line('label', presetLimits.titleCharacters),
    description:
      fields.raw('description') === null ? '' : fields.text('description', presetLimits.descriptionCharacters),
    required: fields.boolean('required', false),
    default: null,
    ...parseOptions(fields, type, failHere),
    ...parsePattern(fields, type, failHere),
    ...parseBounds(fields, type, failHere),
  };
  return { ...variable, default: parseDefault(fields, variable, failHere) };
}

function parseName(fields: FieldReader, position: string, fail: Fail): string {
  const name = fields.line('name', presetLimits.titleCharacters);
  if (!variableNamePattern.test(name)) fail(`${position}: the name "${name}" must match ${variableNamePattern.source}`);
  if (reservedNames.includes(name))
    fail(`${position}: the name "${name}" means something to bash or to other programs`);
  return name;
}

function parseType(fields: FieldReader, fail: Fail): VariableType {
  const text = fields.line('type', presetLimits.titleCharacters);
  return (
    variableTypes.find((type) => type === text) ?? fail(`unknown type "${text}"; known are ${variableTypes.join(', ')}`)
  );
}

function parseOptions(fields: FieldReader, type: VariableType, fail: Fail): Pick<PresetVariable, 'options'> {
  const list = fields.list('options', presetLimits.options);
  if (type !== 'enum') return list === null ? {} : fail('"options" are for the type enum only');
  if (list === null || list.length === 0) return fail('an enum needs "options"');
  const options = list.map((option) => {
    if (typeof option !== 'string')
      return fail(`the option ${JSON.stringify(option)} must be a string: put it in quotes`);
    if (!/^[\x20-\x7e]+$/.test(option) || option.length > presetLimits.titleCharacters) {
      return fail(`the option ${JSON.stringify(option)} must be short printable ASCII`);
    }
    return option;
  });
  if (new Set(options).size !== options.length) fail('an option is listed twice');
  return { options };
}

function parsePattern(fields: FieldReader, type: VariableType, fail: Fail): Pick<PresetVariable, 'pattern'> {
  const pattern = fields.raw('pattern');
  if (pattern === null) return {};
  if (type !== 'string' && type !== 'path') return fail('"pattern" is for the types string and path only');
  if (typeof pattern !== 'string' || pattern === '') return fail('"pattern" must be a string that is not empty');
  // It is shown with what it refuses.
  if (!isPrintableLine(pattern)) return fail('"pattern" must not hold control characters: write them as escapes');
  const fault = compilePattern(pattern).fault;
  if (fault !== null) return fail(fault);
  return { pattern };
}

function parseBounds(fields: FieldReader, type: VariableType, fail: Fail): Pick<PresetVariable, 'min' | 'max'> {
  const min = fields.integer('min');
  const max = fields.integer('max');
  if (min === null && max === null) return {};
  if (type !== 'int' && type !== 'string') return fail('"min" and "max" are for the types int and string only');
  if (type === 'string' && ((min ?? 0) < 0 || (max ?? 0) < 0)) return fail('a length can not be negative');
  if (min !== null && max !== null && min > max) return fail('"min" is greater than "max"');
  return { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
}

function parseDefault(fields: FieldReader, variable: PresetVariable, fail: Fail): PresetVariable['default'] {
  const value = fields.raw('default');
  if (value === null) return null;
  const fault = valueFault(variable, value);
  if (fault !== null) return fail(`the default ${JSON.stringify(value)} is not valid: ${fault}`);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return fail('the default must be a string, a number or a boolean');
}
