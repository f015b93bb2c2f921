import Type, {
  type Static,
  type TArrayOptions,
  type TSchema,
  type TSchemaOptions,
  type TStringOptions,
  type TUnsafe,
} from 'typebox';

export { Type };
export type { Static, TObject, TProperties, TSchema } from 'typebox';

/**
 * What schemas are made of. They are JSON Schema with three additions, which the OpenAPI file leaves out: `fault`, what a
 * value that does not fit is told, if need be for each keyword; `clipped`, that what goes beyond its limit is cut off and
 * not refused; and formats such as `line` (a printable line) and `storable` (a text that PostgreSQL takes).
 */
export const text = Type.String();
export const count = Type.Integer({ minimum: 0 });
/** Of what somebody else counts: it must also fit in a number that JSON keeps exact. */
export const exactCount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const number = Type.Number();
export const nonNegative = Type.Number({ minimum: 0 });
export const flag = Type.Boolean();
export const uuid = Type.Unsafe<string>({ type: 'string', format: 'uuid' });
export const instant = Type.Unsafe<string>({ type: 'string', format: 'date-time' });

export const oneOf = <const Value extends string>(values: readonly Value[], options: TSchemaOptions = {}) =>
  Type.Unsafe<Value>({ type: 'string', enum: [...values], ...options });

/** One of a few words, of a body that is sent. */
export const choice = <const Value extends string>(values: readonly Value[]) =>
  oneOf(values, { fault: `must be one of ${values.join(', ')}` });

/** A span of time in a body that is sent. */
export const secondsOf = (minimum: number, maximum: number) =>
  Type.Integer({ minimum, maximum, fault: `must be a whole number of seconds from ${minimum} to ${maximum}` });

export const listOf = <Item extends TSchema>(items: Item, options: TArrayOptions = {}) => Type.Array(items, options);

/** A text that people read, on one line. */
export const shownLine = (maxLength: number, options: TStringOptions = {}) =>
  Type.String({ maxLength, format: 'line', ...options });

export const nullable = <Schema extends TSchema>(schema: Schema, options: TSchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options);

/** An object of any keys whose values are all alike. */
export const recordOf = <Schema extends TSchema>(values: Schema) =>
  Type.Unsafe<Record<string, Static<Schema>>>({ type: 'object', additionalProperties: values });

/** Of objects that are sent: a field that is not described is at fault. Answers may gain fields. */
export const closed = { additionalProperties: false } as const;

/** One page of a list. */
export const pageOf = <Item extends TSchema>(items: Item) =>
  Type.Object({ items: listOf(items), nextCursor: nullable(text) });
/** A page of a list, newest or first by the list's own order. */
export type Page<T> = Static<ReturnType<typeof pageOf<TUnsafe<T>>>>;

/** A body in which older servers leave out these fields, for those who read it. */
export type Older<Body, Name extends keyof Body> = Omit<Body, Name> & Partial<Pick<Body, Name>>;
