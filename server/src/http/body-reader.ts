import type { ProblemFault } from '@hyprbox/contracts';
import type { Static, TSchema } from '@hyprbox/contracts/schemas';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { InvalidInputError } from '../common/domain-error.js';
import { escapePointer } from '../common/json-pointer.js';
import { checkOptions } from '../common/schema-check.js';

/** Whether a text fits a format: true, or what is wrong with it, or false where its schema says that. */
export type FormatRule = (text: string) => boolean | string;
export type FormatRules = Readonly<Record<string, FormatRule>>;
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a body that people send. All that is wrong with it is named, each value by where it stands; but of what is in a
 * value that is wrong as a whole, nothing is said. A value is told the `fault` of its schema for the keyword that it does
 * not fit; or what the rule of its format says; or else the one `fault` that there is.
 *
 * @param rules of formats that are no more than one module's
 * @param faultsTogether what is wrong with fields that are good one by one
 * @throws InvalidInputError
 */
export function bodyReader<Schema extends TSchema>(
  schema: Schema,
  rules: FormatRules,
  faultsTogether: (fields: Fields) => ProblemFault[] = () => [],
): (body: unknown) => Static<Schema> {
  let compiled: ValidateFunction<Static<Schema>> | null = null;
  return (body) => {
    // Not before it is needed: all schemas at once would keep a start waiting.
    const fits = (compiled ??= ajvWith(rules).compile<Static<Schema>>(schema));
    // A call without a body is one that leaves everything out.
    const fields: unknown = body ?? {};
    const isFit = fits(fields);
    const together = faultsTogether(isRecord(fields) ? fields : {});
    if (isFit && together.length === 0) return fields;
    throw new InvalidInputError([...(isFit ? [] : faultsOf(fits.errors ?? [], rules)), ...together]);
  };
}

function ajvWith(rules: FormatRules): Ajv {
  const formats = Object.entries(rules).map(([name, rule]) => [name, (text: string) => rule(text) === true] as const);
  return new Ajv({
    ...checkOptions,
    formats: { ...checkOptions.formats, ...Object.fromEntries(formats) },
    allErrors: true,
    verbose: true,
  });
}

function faultsOf(errors: readonly ErrorObject[], rules: FormatRules): ProblemFault[] {
  const details = new Map<string, string>();
  for (const error of errors) {
    const pointer = pointerOf(error);
    if (!isRepeated(error) && !details.has(pointer)) details.set(pointer, detailOf(error, rules));
  }
  const faults = [...details].map(([pointer, detail]) => ({ pointer, detail }));
  if (faults.length === 0) throw new Error('A body does not fit, and nothing says why');
  return faults.filter(({ pointer }) => !parentsOf(pointer).some((parent) => details.has(parent)));
}

/** What comes on top of the errors of its parts: that it is not null either, that no form fits, that a name does not. */
function isRepeated({ keyword, parentSchema }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'propertyNames' || parentSchema?.['type'] === 'null';
}

/** Of a field that is missing, not known or badly named, the field; it stands with the object that has it. */
function pointerOf({ instancePath, params, propertyName }: ErrorObject): string {
  const name: unknown = propertyName ?? params['missingProperty'] ?? params['additionalProperty'];
  return typeof name === 'string' ? `${instancePath}/${escapePointer(name)}` : instancePath;
}

function detailOf({ keyword, parentSchema, data, message }: ErrorObject, rules: FormatRules): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'There is no such field.';
  const { fault, format }: Fields = parentSchema ?? {};
  const ofKeyword = isRecord(fault) ? fault[keyword] : undefined;
  const rule = typeof format === 'string' ? rules[format] : undefined;
  const ofFormat = rule && typeof data === 'string' ? rule(data) : undefined;
  const detail = [ofKeyword, ofFormat, fault, message].find((each) => typeof each === 'string');
  return detail ?? 'is not valid';
}

function parentsOf(pointer: string): string[] {
  const tokens = pointer.split('/');
  return tokens.slice(1).map((_token, index) => tokens.slice(0, index + 1).join('/'));
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
