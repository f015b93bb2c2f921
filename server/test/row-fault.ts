import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from '@hyprbox/contracts/schemas';
import { instantOf } from '../src/common/instant.js';
import { isUuid } from '../src/common/uuid.js';
import type { RawQuery } from '../src/database/raw-query.js';

const classes: Readonly<Record<string, typeof Date | typeof Buffer>> = { Date, Buffer };
const ajv = new Ajv({
  allowUnionTypes: true,
  keywords: [
    'fault',
    'example',
    { keyword: 'instanceOf', validate: (name: string, value: unknown) => value instanceof (classes[name] ?? Object) },
  ],
  formats: { 'date-time': (value) => instantOf(value) !== null, uuid: isUuid, byte: true, line: true, storable: true },
});
const checks = new WeakMap<TSchema, ValidateFunction>();

/** What is not as a query describes it in a row of it, or null. */
export function rowFault({ name, row: described }: Pick<RawQuery, 'name' | 'row'>, row: unknown): string | null {
  const fits = checks.get(described) ?? ajv.compile(described);
  checks.set(described, fits);
  if (fits(row)) return null;
  const [error] = fits.errors ?? [];
  const column = error && columnOf(error);
  const value = new Map(Object.entries({ ...(row as object) })).get(String(column));
  return `${name}: the column "${column}" ${error?.message}; it is ${typeof value}: ${JSON.stringify(value)}`;
}

function columnOf({ params, instancePath }: ErrorObject): unknown {
  const [, column] = instancePath.split('/');
  return column ?? params['additionalProperty'] ?? params['missingProperty'];
}
