import type { Page } from '@hyprbox/contracts';
import type { ApiBodyOptions } from '@nestjs/swagger';

/** A schema as OpenAPI 3.0 has it, for what is checked by hand or only answered. */
export type Schema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

export const text: Schema = { type: 'string' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const number: Schema = { type: 'number' };
export const flag: Schema = { type: 'boolean' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const instant: Schema = { type: 'string', format: 'date-time' };

export const oneOf = (values: readonly string[]): Schema => ({ type: 'string', enum: [...values] });
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
/** An `enum` lists null as well (OpenAPI 3.0.3, "nullable"): otherwise a strict client refuses it. */
export const nullable = (schema: Schema): Schema => {
  const values: { enum?: unknown[] } = 'enum' in schema && schema.enum ? { enum: [...schema.enum, null] } : {};
  return { ...schema, ...values, nullable: true };
};

/** The names of the fields of T that may be missing. */
type OptionalName<T> = { [Name in keyof T]-?: object extends Pick<T, Name> ? Name : never }[keyof T] & string;

/**
 * An object with exactly the fields of T: one that the shared types gain or lose does not compile until it is described
 * here.
 *
 * @param optional the fields that may be missing
 */
export function objectOf<T extends object>(
  properties: Record<keyof T & string, Schema>,
  ...optional: OptionalName<T>[]
): Schema {
  const missing = new Set<string>(optional);
  const required = Object.keys(properties).filter((name) => !missing.has(name));
  // JSON Schema draft 4, which OpenAPI 3.0 goes by, forbids an empty list.
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** One page of a list. */
export function pageOf(items: Schema): Schema {
  return objectOf<Page<unknown>>({ items: listOf(items), nextCursor: nullable(text) });
}
