import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { instantOf } from '../src/common/instant.js';
import { isUuid } from '../src/common/uuid.js';

export type Json = Record<string, unknown>;

/** The committed OpenAPI file. */
export const document: unknown = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)), 'utf8'),
);

/** Compiles what the file says of a body, as {@link jsonSchema} has it. */
export const ajv = new Ajv({
  strict: false,
  formats: {
    'date-time': (value) => instantOf(value) !== null,
    uuid: isUuid,
    byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    email: /^\S+@\S+$/,
    password: true,
  },
});

/** What a reference stands for; anything else is itself. */
export function resolved(node: unknown): Json {
  const { $ref } = fieldsOf(node);
  if (typeof $ref !== 'string') return fieldsOf(node);
  const names = $ref.split('/').slice(1);
  return fieldsOf(names.reduce((inner: unknown, name) => fieldsOf(inner)[name], document));
}

/** OpenAPI 3.0's `nullable` as JSON Schema has it. */
export function jsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(jsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = resolved(node);
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, jsonSchema(value)]));
  return nullable === true ? { anyOf: [inner, { type: 'null' }] } : inner;
}

export function fieldsOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
