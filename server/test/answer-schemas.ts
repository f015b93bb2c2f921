import type { ValidateFunction } from 'ajv';
import { ajv, document, fieldsOf, jsonSchema, resolved, type Json } from './published-api.js';

const paths = Object.entries(fieldsOf(fieldsOf(document)['paths'])).map(([path, operations]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  // `/nodes/tags` is also of the form of `/nodes/{nodeId}`.
  placeholders: path.split('{').length,
  path,
  operations: fieldsOf(operations),
}));
paths.sort((one, other) => one.placeholders - other.placeholders);

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
