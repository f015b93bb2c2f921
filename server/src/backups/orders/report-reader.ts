import { printableLine } from '@hyprbox/contracts';
import type { Static, TSchema } from '@hyprbox/contracts/schemas';
import { instantOf } from '../../common/instant.js';
import { checkOf } from '../../common/schema-check.js';

/** What of a schema says how a value is brought into its form. */
interface Keywords {
  anyOf?: readonly TSchema[];
  properties?: Readonly<Record<string, TSchema>>;
  required?: readonly string[];
  items?: TSchema;
  type?: string;
  format?: string;
  maxLength?: number;
  maximum?: number;
  clipped?: boolean;
}

type Normalise = (value: unknown) => unknown;

/**
 * Reads what a node reports, which may hold anything. What can be brought into the form that the schema asks for is:
 * fields that it does not have are left out, what may be null and is missing is null, a text is one that PostgreSQL can
 * hold and, where people read it, one that they can, and a time is to the millisecond and in UTC. Whatever does not fit
 * then is not taken, and nothing of the report with it.
 *
 * @returns null for what does not fit
 */
export function reportReader<Schema extends TSchema>(schema: Schema): (value: unknown) => Static<Schema> | null {
  const normalise = normaliserOf(schema);
  const fits = checkOf(schema);
  return (value) => {
    const report = normalise(value);
    return fits(report) ? report : null;
  };
}

function normaliserOf(schema: TSchema): Normalise {
  const keywords: Keywords = schema;
  if (keywords.anyOf) return ofNullable(keywords.anyOf);
  if (keywords.properties) return ofObject(keywords.properties, new Set(keywords.required));
  if (keywords.items) return ofList(normaliserOf(keywords.items));
  if (keywords.type === 'string') return ofText(keywords);
  const { maximum } = keywords;
  if (keywords.clipped && maximum !== undefined)
    return (value) => (typeof value === 'number' && Number.isFinite(value) ? Math.min(value, maximum) : value);
  return (value) => value;
}

/** Older agents leave out what they do not know. */
function ofNullable(schemas: readonly TSchema[]): Normalise {
  const [schema, ...others] = schemas.filter((each: Keywords) => each.type !== 'null');
  if (!schema || others.length > 0) throw new Error('Of several forms nobody can tell which one is meant');
  const normalise = normaliserOf(schema);
  return (value) => (value === null || value === undefined ? null : normalise(value));
}

function ofObject(properties: Readonly<Record<string, TSchema>>, required: ReadonlySet<string>): Normalise {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, normaliserOf(schema), required.has(name)] as const,
  );
  return (value) => {
    if (!isRecord(value)) return value;
    const normalised: Record<string, unknown> = {};
    for (const [name, normalise, isRequired] of fields) {
      const each = value[name];
      // What can be left out may as well be sent as null.
      if (isRequired || (each !== undefined && each !== null)) normalised[name] = normalise(each);
    }
    return normalised;
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofList(normalise: Normalise): Normalise {
  return (value) => (Array.isArray(value) ? value.map(normalise) : value);
}

function ofText({ format, maxLength, clipped }: Keywords): Normalise {
  const tidy = textForms[format ?? ''];
  if (!tidy) return (value) => value;
  return (value) => (typeof value === 'string' ? tidy(clipped ? value.slice(0, maxLength) : value) : value);
}

const textForms: Readonly<Record<string, (text: string) => string>> = {
  line: (text) => printableLine(text),
  storable: (text) => text.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD'),
  'date-time': (text) => {
    const at = instantOf(text);
    return at === null ? text : new Date(at).toISOString();
  },
};
