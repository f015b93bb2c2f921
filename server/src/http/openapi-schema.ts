import type { TSchema } from '@hyprbox/contracts/schemas';
import type { ApiBodyOptions } from '@nestjs/swagger';

/** A schema as OpenAPI 3.0 has it. */
export type OpenApiSchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** What is for this product's own checks, or what OpenAPI 3.0 does not have. */
const leftOut = new Set(['fault', 'clipped', 'propertyNames']);
/** The others are this product's own, such as `line`, and say nothing to others. */
const publishedFormats = new Set<unknown>(['uuid', 'date-time', 'byte', 'email']);

/**
 * Says in OpenAPI 3.0 what a schema of a body says in JSON Schema. That no field may be added is left out: answers may gain
 * fields, and of bodies that are sent `completeRequestBodies` says it.
 */
export function openApi(schema: TSchema): OpenApiSchema {
  // The result of rewriting an object is one.
  return rewritten(schema) as OpenApiSchema;
}

function rewritten(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rewritten);
  if (!isFields(node)) return node;
  const { anyOf, ...rest } = node;
  const fields: Fields = {};
  for (const [key, value] of Object.entries(rest)) {
    if (leftOut.has(key) || (key === 'format' && !publishedFormats.has(value))) continue;
    if (key === 'additionalProperties' && value === false) continue;
    fields[key] = key === 'properties' ? propertiesOf(value) : rewritten(value);
  }
  if (!Array.isArray(anyOf)) return fields;
  const others: unknown[] = anyOf.filter((each) => !isNull(each)).map(rewritten);
  const [only] = others;
  const inner: Fields = others.length === 1 && isFields(only) ? only : { anyOf: others };
  if (others.length === anyOf.length) return { ...inner, ...fields };
  // An `enum` lists null as well (OpenAPI 3.0.3, "nullable"): otherwise a strict client refuses it.
  const values = Array.isArray(inner['enum']) ? { enum: [...inner['enum'], null] } : {};
  return { ...inner, ...fields, ...values, nullable: true };
}

/** A property may be called as a keyword is. */
function propertiesOf(properties: unknown): unknown {
  if (!isFields(properties)) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, rewritten(schema)]));
}

/** OpenAPI 3.0 has no type of null; `nullable` says it. */
function isNull(node: unknown): boolean {
  return isFields(node) && node['type'] === 'null';
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
