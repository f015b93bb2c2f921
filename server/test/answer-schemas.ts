import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { isUuid } from '../src/common/uuid.js';
import { instantOf } from '../src/common/instant.js';

type Json = Record<string, unknown>;

const document: unknown = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)), 'utf8'),
);
const paths = Object.entries(fieldsOf(fieldsOf(document)['paths'])).map(([path, operations]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  // `/nodes/tags` is also of the form of `/nodes/{nodeId}`.
  placeholders: path.split('{').length,
  path,
  operations: fieldsOf(operations),
}));
paths.sort((one, other) => one.placeholders - other.placeholders);

const ajv = new Ajv({
  strict: false,
  formats: { 'date-time': (value) => instantOf(value) !== null, uuid: isUuid, byte: true, email: /^\S+@\S+$/ },
});
const compiled = new Map<string, ValidateFunction | null>();

/** Throws if a JSON answer is not what the published OpenAPI file says of its call. */
export function checkAnswer(method: string, url: string, status: number, body: unknown): void {
  const [path = ''] = url.split('?');
  const found = paths.find(
    ({ pattern, operations }) => pattern.test(`/api${path}`) && operations[method.toLowerCase()] !== undefined,
  );
  if (found === undefined) return;
  const call = `${method} ${found.path} ${status}`;
  const operation = fieldsOf(found.operations[method.toLowerCase()]);
  let check = compiled.get(call);
  if (check === undefined) {
    const schema = schemaOf(resolved(fieldsOf(operation['responses'])[String(status)]));
    check = schema === null ? null : ajv.compile(fieldsOf(jsonSchema(schema)));
    compiled.set(call, check);
  }
  if (check === null || check(body)) return;
  throw new Error(`${call}: the answer is not as docs/openapi.json has it: ${ajv.errorsText(check.errors)}`);
}

function schemaOf(response: Json): unknown {
  const [media] = Object.values(fieldsOf(response['content']));
  return fieldsOf(media)['schema'] ?? null;
}

function resolved(node: unknown): Json {
  const { $ref } = fieldsOf(node);
  if (typeof $ref !== 'string') return fieldsOf(node);
  const names = $ref.split('/').slice(1);
  return fieldsOf(names.reduce((inner: unknown, name) => fieldsOf(inner)[name], document));
}

/** OpenAPI 3.0's `nullable` as JSON Schema has it. */
function jsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(jsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = resolved(node);
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, jsonSchema(value)]));
  return nullable === true ? { anyOf: [inner, { type: 'null' }] } : inner;
}

function fieldsOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
