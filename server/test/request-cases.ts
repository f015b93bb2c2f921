import { fieldsOf, resolved, type Json } from './published-api.js';
import { textCases, textLike } from './text-cases.js';

/** A value that is all right, but for the one thing that it may break. */
export interface RequestCase {
  /** Of the field that it is about. */
  pointer: string;
  /** What is special about that field. */
  what: string;
  /** The whole value. */
  value: unknown;
  /** Whether the schema allows it. */
  allowed: boolean;
}

/** Where a schema sets no limit, there should be none that anybody meets. */
const { MAX_SAFE_INTEGER } = Number;
const manyItems = 1000;

/** Of each type, values of others that could be taken for one of it. */
const otherTypes: Record<string, unknown[]> = {
  object: ['x', []],
  array: ['x', {}],
  boolean: ['true', 1],
  string: [1, ['x']],
  number: ['1', true],
  integer: ['1', true],
};

/**
 * Values of a schema of the OpenAPI file: the least, the most, and one at and one beyond each limit of each field. All
 * others of its fields are the least that is allowed, so that it is clear what a refusal is about.
 */
export function* casesOf(node: unknown, pointer = ''): Generator<RequestCase> {
  const schema = merged(node);
  const { nullable, anyOf, type } = schema;
  // What is no object at all is another matter than what a body holds.
  if (pointer !== '') yield { pointer, what: 'null', value: null, allowed: nullable === true };
  if (Array.isArray(anyOf)) return yield* alternativeCases(anyOf, pointer);
  if (pointer !== '')
    for (const value of otherTypes[String(type)] ?? [])
      yield { pointer, what: `${JSON.stringify(value)} for a value of type ${String(type)}`, value, allowed: false };
  yield* casesOfType(schema, pointer);
}

/** Of objects that share fields, each field is tried in the first of them that has it. */
function* alternativeCases(alternatives: unknown[], pointer: string): Generator<RequestCase> {
  const tried = new Set<string>();
  for (const each of alternatives) {
    const schema = merged(each);
    if (schema['type'] === 'object') yield* objectCases(schema, pointer, tried);
    else yield* casesOfOne(each, alternatives, pointer);
  }
}

/** What one of them forbids may be of the type of another one. */
function* casesOfOne(one: unknown, alternatives: unknown[], pointer: string): Generator<RequestCase> {
  const others = alternatives.filter((each) => each !== one).map((each) => String(merged(each)['type']));
  const isOfAnother = (value: unknown): boolean =>
    others.includes(typeof value) || (others.includes('integer') && Number.isInteger(value));
  for (const each of casesOf(one, pointer)) if (each.allowed || !isOfAnother(each.value)) yield each;
}

function* casesOfType(schema: Json, pointer: string): Generator<RequestCase> {
  switch (schema['type']) {
    case 'object':
      return yield* objectCases(schema, pointer);
    case 'array':
      return yield* listCases(schema, pointer);
    case 'boolean':
      for (const value of [true, false])
        yield { pointer, what: String(value), value, allowed: isListed(schema, value) };
      return;
    case 'string':
      for (const each of textCases(schema, pointer)) yield { pointer, ...each };
      return;
    case 'number':
    case 'integer':
      return yield* numberCases(schema, pointer);
    default:
      throw new Error(`${pointer} has no type in the OpenAPI file`);
  }
}

function* numberCases(schema: Json, pointer: string): Generator<RequestCase> {
  const { minimum, maximum, type } = schema;
  const lowest = Number(minimum ?? -MAX_SAFE_INTEGER);
  const highest = Number(maximum ?? MAX_SAFE_INTEGER);
  yield { pointer, what: `the lowest, ${lowest}`, value: lowest, allowed: true };
  yield { pointer, what: `the highest, ${highest}`, value: highest, allowed: true };
  yield { pointer, what: 'a part of one', value: lowest + 0.5, allowed: type === 'number' };
  if (minimum !== undefined) yield { pointer, what: 'below the lowest', value: lowest - 1, allowed: false };
  if (maximum !== undefined) yield { pointer, what: 'above the highest', value: highest + 1, allowed: false };
}

function* listCases(schema: Json, pointer: string): Generator<RequestCase> {
  const { items, minItems, maxItems } = schema;
  const fewest = Number(minItems ?? 0);
  const many = Number(maxItems ?? manyItems);
  const listOf = (length: number): unknown[] => Array.from({ length }, () => valueOf(items, `${pointer}/0`, least));
  yield { pointer, what: `${fewest} entries`, value: listOf(fewest), allowed: true };
  yield { pointer, what: `${many} entries`, value: listOf(many), allowed: true };
  if (fewest > 0) yield { pointer, what: 'too few entries', value: listOf(fewest - 1), allowed: false };
  if (maxItems !== undefined) yield { pointer, what: 'too many entries', value: listOf(many + 1), allowed: false };
  const others = listOf(Math.max(0, fewest - 1));
  for (const each of casesOf(items, `${pointer}/0`)) yield { ...each, value: [each.value, ...others] };
}

function* objectCases(schema: Json, pointer: string, tried = new Set<string>()): Generator<RequestCase> {
  const properties = Object.entries(fieldsOf(schema['properties']));
  const { additionalProperties, minProperties } = schema;
  const required = (beside?: string): Json => partOf(schema, pointer, neededOf(schema, beside), least);
  yield { pointer, what: 'only what is required', value: required(), allowed: true };
  yield { pointer, what: 'all fields', value: valueOf(schema, pointer, most), allowed: true };
  for (const name of requiredOf(schema)) {
    const others = Object.entries(required()).filter(([other]) => other !== name);
    yield { pointer: `${pointer}/${name}`, what: 'left out', value: Object.fromEntries(others), allowed: false };
  }
  if (additionalProperties === false) {
    const value = { ...required(), noSuchField: 1 };
    yield { pointer: `${pointer}/noSuchField`, what: 'a field that nobody knows', value, allowed: false };
  }
  if (Number(minProperties ?? 0) > requiredOf(schema).length)
    yield { pointer, what: 'too few fields', value: {}, allowed: false };
  if (typeof additionalProperties === 'object') {
    properties.push(['entry', additionalProperties]);
    yield* entryCases(schema, pointer);
  }
  for (const [name, field] of properties) {
    const key = JSON.stringify([name, field]);
    if (tried.has(key)) continue;
    tried.add(key);
    for (const each of casesOf(field, `${pointer}/${name}`))
      yield { ...each, value: { ...required(name), [name]: each.value } };
  }
}

/** Of an object that may have any names, as many of them as it may have. */
function* entryCases({ additionalProperties, maxProperties }: Json, pointer: string): Generator<RequestCase> {
  if (maxProperties === undefined) return;
  const many = Number(maxProperties);
  const entries = (length: number): Json =>
    Object.fromEntries(
      Array.from({ length }, (_, at) => [`entry${at}`, valueOf(additionalProperties, pointer, least)]),
    );
  yield { pointer, what: `${many} fields`, value: entries(many), allowed: true };
  yield { pointer, what: 'too many fields', value: entries(many + 1), allowed: false };
}

/** How much of what may be left out a value has. */
interface Extent {
  namesOf: (schema: Json) => string[];
  entriesOf: (schema: Json) => number;
}

const least: Extent = { namesOf: neededOf, entriesOf: ({ minItems }) => Number(minItems ?? 0) };
const most: Extent = {
  namesOf: ({ properties }) => Object.keys(fieldsOf(properties)),
  entriesOf: ({ minItems }) => Number(minItems ?? 1),
};

function valueOf(node: unknown, pointer: string, extent: Extent): unknown {
  const schema = merged(node);
  const { type, anyOf, items, minimum } = schema;
  if (Array.isArray(anyOf)) return valueOf(anyOf[0], pointer, extent);
  switch (type) {
    case 'object':
      return partOf(schema, pointer, extent.namesOf(schema), extent);
    case 'array':
      return Array.from({ length: extent.entriesOf(schema) }, () => valueOf(items, `${pointer}/0`, extent));
    case 'boolean':
      return !isListed(schema, false);
    case 'string':
      return textLike(schema, pointer);
    default:
      return Number(minimum ?? 0);
  }
}

function partOf(schema: Json, pointer: string, names: string[], extent: Extent): Json {
  const properties = fieldsOf(schema['properties']);
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name], `${pointer}/${name}`, extent)]));
}

/**
 * What is required, and of the others as many as there must be at least.
 *
 * @param beside a field that there is anyway
 */
function neededOf(schema: Json, beside?: string): string[] {
  const required = requiredOf(schema);
  const there = new Set(beside === undefined ? required : [...required, beside]);
  const others = Object.keys(fieldsOf(schema['properties'])).filter((name) => !there.has(name));
  return [...required, ...others.slice(0, Math.max(0, Number(schema['minProperties'] ?? 0) - there.size))];
}

function requiredOf({ required }: Json): string[] {
  return Array.isArray(required) ? required.map(String) : [];
}

function isListed({ enum: values }: Json, value: unknown): boolean {
  return !Array.isArray(values) || values.includes(value);
}

/** A schema with what it refers to: `allOf` of one is how OpenAPI 3.0 says more beside a reference. */
function merged(node: unknown): Json {
  const { allOf, ...rest } = resolved(node);
  return Array.isArray(allOf) ? Object.assign({}, ...allOf.map(merged), rest) : rest;
}
