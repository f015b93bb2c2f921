import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Record<string, unknown>;

/**
 * Says of every body that is sent what validation holds to: a field that is not described is refused; what may be null
 * has null among its values; a body in which nothing is required need not be sent.
 */
export function completeRequestBodies(document: OpenAPIObject): void {
  const schemas: Json = document.components?.schemas ?? {};
  const completed = new Set<string>();
  const resolve = (node: unknown): unknown => {
    const name = nameReferredTo(node);
    return name === null ? node : schemas[name];
  };
  const complete = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(complete);
    if (!isRecord(node)) return node;
    const name = nameReferredTo(node);
    if (name !== null && !completed.has(name)) {
      completed.add(name);
      schemas[name] = complete(schemas[name]);
    }
    const inner: Json = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, complete(value)]));
    if (node['type'] === 'object' && isRecord(node['properties'])) inner['additionalProperties'] ??= false;
    if (node['nullable'] === true && Array.isArray(node['enum'])) inner['enum'] = [...new Set([...node['enum'], null])];
    return inner;
  };
  for (const operation of Object.values(document.paths).flatMap((path): unknown[] => Object.values(path))) {
    if (!isRecord(operation)) continue;
    const body = complete(operation['requestBody']);
    if (!isRecord(body) || !isRecord(body['content'])) continue;
    const sent = Object.values(body['content']).map((media) =>
      isRecord(media) ? resolve(media['schema']) : undefined,
    );
    const required = sent.some((schema) => requiresFields(schema, resolve));
    operation['requestBody'] = { ...body, required };
  }
}

/** Whether every body that fits has a field that it must have. */
function requiresFields(schema: unknown, resolve: (node: unknown) => unknown): boolean {
  if (!isRecord(schema)) return false;
  const { required, anyOf } = schema;
  if (Array.isArray(required)) return true;
  return Array.isArray(anyOf) && anyOf.every((each) => requiresFields(resolve(each), resolve));
}

function nameReferredTo(node: unknown): string | null {
  if (!isRecord(node) || typeof node['$ref'] !== 'string') return null;
  return node['$ref'].split('/').at(-1) ?? null;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
