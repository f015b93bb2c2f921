import { isPrintableLine, type ProblemFault } from '@hyprbox/contracts';
import type { Static, TObject, TSchema } from '@hyprbox/contracts/schemas';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { instantOf } from './instant.js';
import { escapePointer } from './json-pointer.js';
import { isUuid } from './uuid.js';

/** PostgreSQL's text and JSON hold neither NUL nor half of a surrogate pair. */
const unstorable = /[\0\p{Surrogate}]/u;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What schemas of bodies have beside JSON Schema's own keywords and formats. */
export const checkOptions = {
  keywords: ['fault', 'example', 'clipped'],
  formats: {
    'date-time': (value: string) => instantOf(value) !== null,
    uuid: isUuid,
    byte: (value: string) => value.length % 4 === 0 && base64.test(value),
    line: isPrintableLine,
    storable: (value: string) => !unstorable.test(value),
  },
} satisfies Options;

const ajv = new Ajv(checkOptions);

/** Whether a value fits a schema. That is compiled with its first value: all of them at once would keep a start waiting. */
export function checkOf<Schema extends TSchema>(schema: Schema): (value: unknown) => value is Static<Schema> {
  let fits: ValidateFunction<Static<Schema>> | null = null;
  return (value): value is Static<Schema> => (fits ??= ajv.compile<Static<Schema>>(schema))(value);
}

/** One field of a body by itself: whether a value fits, and what is said of one that does not. */
export interface FieldCheck {
  fits: (value: unknown) => boolean;
  fault: string;
}

/** The fields of an object, in the schema's order. Each has to say its `fault`. */
export function fieldChecks(schema: TObject): ReadonlyMap<string, FieldCheck> {
  const required = new Set(schema.required);
  return new Map(
    Object.entries(schema.properties).map(([name, field]) => {
      if (!('fault' in field) || typeof field.fault !== 'string') throw new Error(`${name} does not say its fault`);
      const fits = checkOf(field);
      const orAbsent = (value: unknown): boolean => value === undefined || fits(value);
      return [name, { fits: required.has(name) ? fits : orAbsent, fault: field.fault }];
    }),
  );
}

/** What is wrong in a body: first the fields that nobody knows, then those that do not fit. */
export function faultsIn(body: unknown, checks: ReadonlyMap<string, FieldCheck>): ProblemFault[] {
  const fields: Readonly<Record<string, unknown>> =
    typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
  const unknown = Object.keys(fields).filter((name) => !checks.has(name));
  const unfit = [...checks].filter(([name, { fits }]) => !fits(fields[name]));
  return [
    ...unknown.map((name) => ({ pointer: `/${escapePointer(name)}`, detail: 'There is no such field.' })),
    ...unfit.map(([name, { fault }]) => ({ pointer: `/${name}`, detail: fault })),
  ];
}
