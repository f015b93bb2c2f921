import {
  isPrintableLine,
  variableNamePattern,
  variableTypes,
  type PresetVariable,
  type VariableType,
} from '@hyprbox/contracts';
import { FieldReader, type ReportField } from './field-reader.js';
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

/** Patterns of one source that are refused before the others are left for later: each costs some time to compile. */
const mostFaultyPatterns = 3;

/** Is told what is wrong with one of the variables, by its place in the list, and which of its fields that is about. */
export type ReportVariable = (fault: string, index: number, field: string | null, part: 'name' | 'value') => void;

/** One variable that is being read. */
interface Reading {
  fields: FieldReader;
  report: ReportField;
  /** Whether something was reported of it. */
  isFaulty: () => boolean;
  /** Whether one more pattern may be compiled. */
  patterns: { refused: number };
}

/** What was read counts only where nothing was reported. */
export function parseVariables(list: readonly unknown[], report: ReportVariable): PresetVariable[] {
  const names = new Set<string>();
  const patterns = { refused: 0 };
  return list.flatMap((entry, index) => {
    const variable = parseVariable(entry, index, report, patterns);
    if (variable === null) return [];
    if (names.has(variable.name)) report(`variable "${variable.name}" is defined twice`, index, 'name', 'value');
    names.add(variable.name);
    return [variable];
  });
}

function parseVariable(
  entry: unknown,
  index: number,
  report: ReportVariable,
  patterns: Reading['patterns'],
): PresetVariable | null {
  const position = `variable ${index + 1}`;
  if (!isRecord(entry)) {
    report(`${position} must be a mapping`, index, null, 'value');
    return null;
  }
  let faulty = false;
  const reportAs =
    (called: string): ReportField =>
    (fault, field, part) => {
      faulty = true;
      report(`${called}: ${fault}`, index, field, part);
    };
  const name = parseName(new FieldReader(entry, reportAs(position)), reportAs(position));
  const called = reportAs(faulty ? position : `variable "${name}"`);
  const fields = new FieldReader(entry, called);
  fields.onlyKnown(variableFields);
  const type = parseType(fields, called);
  if (type === null) return null;

  const reading: Reading = { fields, report: called, isFaulty: () => faulty, patterns };
  const variable: PresetVariable = {
    name,
    type,
    label: fields.raw('label') === null ? name : fields.line('label', presetLimits.titleCharacters),
    description:
      fields.raw('description') === null ? '' : fields.text('description', presetLimits.descriptionCharacters),
    required: fields.boolean('required', false),
    default: null,
    ...parseOptions(reading, type),
    ...parsePattern(reading, type),
    ...parseBounds(reading, type),
  };
  return { ...variable, default: parseDefault(reading, variable) };
}

function parseName(fields: FieldReader, report: ReportField): string {
  const name = fields.line('name', presetLimits.titleCharacters);
  if (name === '') return name;
  if (!variableNamePattern.test(name)) {
    report(`the name "${name}" must match ${variableNamePattern.source}`, 'name', 'value');
  } else if (reservedNames.includes(name)) {
    report(`the name "${name}" means something to bash or to other programs`, 'name', 'value');
  }
  return name;
}

function parseType(fields: FieldReader, report: ReportField): VariableType | null {
  const text = fields.line('type', presetLimits.titleCharacters);
  const known = variableTypes.find((type) => type === text);
  if (known === undefined && text !== '') {
    report(`unknown type "${text}"; known are ${variableTypes.join(', ')}`, 'type', 'value');
  }
  return known ?? null;
}

function parseOptions({ fields, report, isFaulty }: Reading, type: VariableType): Pick<PresetVariable, 'options'> {
  const before = isFaulty();
  const list = fields.list('options', presetLimits.options);
  if (type !== 'enum') {
    if (list !== null) report('"options" are for the type enum only', 'options', 'name');
    return {};
  }
  if (list === null || list.length === 0) {
    if (before === isFaulty()) report('an enum needs "options"', 'options', 'value');
    return {};
  }
  const options: string[] = [];
  for (const option of list) {
    const fault = optionFault(option);
    if (fault !== null) report(fault, 'options', 'value');
    else if (typeof option === 'string') options.push(option);
  }
  if (new Set(options).size !== options.length) report('an option is listed twice', 'options', 'value');
  return { options };
}

function optionFault(option: unknown): string | null {
  if (typeof option !== 'string') return `the option ${JSON.stringify(option)} must be a string: put it in quotes`;
  const fits = /^[\x20-\x7e]+$/.test(option) && option.length <= presetLimits.titleCharacters;
  return fits ? null : `the option ${JSON.stringify(option)} must be short printable ASCII`;
}

function parsePattern({ fields, report, patterns }: Reading, type: VariableType): Pick<PresetVariable, 'pattern'> {
  const pattern = fields.raw('pattern');
  if (pattern === null) return {};
  const fault = patternFault(pattern, type);
  if (fault !== null) {
    report(fault, 'pattern', 'value');
    return {};
  }
  if (typeof pattern !== 'string' || patterns.refused >= mostFaultyPatterns) return {};
  const refused = compilePattern(pattern).fault;
  if (refused === null) return { pattern };
  patterns.refused += 1;
  report(refused, 'pattern', 'value');
  return {};
}

function patternFault(pattern: unknown, type: VariableType): string | null {
  if (type !== 'string' && type !== 'path') return '"pattern" is for the types string and path only';
  if (typeof pattern !== 'string' || pattern === '') return '"pattern" must be a string that is not empty';
  // It is shown with what it refuses.
  return isPrintableLine(pattern) ? null : '"pattern" must not hold control characters: write them as escapes';
}

function parseBounds({ fields, report }: Reading, type: VariableType): Pick<PresetVariable, 'min' | 'max'> {
  const min = fields.integer('min');
  const max = fields.integer('max');
  if (min === null && max === null) return {};
  const field = min === null ? 'max' : 'min';
  if (type !== 'int' && type !== 'string') {
    report('"min" and "max" are for the types int and string only', field, 'name');
  } else if (type === 'string' && ((min ?? 0) < 0 || (max ?? 0) < 0)) {
    report('a length can not be negative', (min ?? 0) < 0 ? 'min' : 'max', 'value');
  } else if (min !== null && max !== null && min > max) {
    report('"min" is greater than "max"', 'min', 'value');
  }
  return { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
}

/** Held against what the variable says of itself, so only where that is without a fault. */
function parseDefault({ fields, report, isFaulty }: Reading, variable: PresetVariable): PresetVariable['default'] {
  const value = fields.raw('default');
  if (value === null || isFaulty()) return null;
  const fault = valueFault(variable, value);
  if (fault !== null) {
    report(`the default ${JSON.stringify(value)} is not valid: ${fault}`, 'default', 'value');
    return null;
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  report('the default must be a string, a number or a boolean', 'default', 'value');
  return null;
}
