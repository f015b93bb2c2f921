import { isPrintableLine, nodePathFault, secretRefPattern, type ProblemFault } from '@hyprbox/contracts';
import { plainTextFault } from '../../http/plain-text.js';
import { escapePointer } from '../../http/json-pointer.js';

/** Names what is wrong with a value, each fault by where it stands. */
export type Check = (value: unknown, pointer: string) => ProblemFault[];

/** A check of one value: what is wrong with it, or null. */
export const that =
  (fault: (value: unknown) => string | null): Check =>
  (value, pointer) => {
    const detail = fault(value);
    return detail === null ? [] : [{ pointer, detail }];
  };

export const orNull =
  (check: Check): Check =>
  (value, pointer) =>
    value === null ? [] : check(value, pointer);

export const flag = that((value) => (typeof value === 'boolean' ? null : 'must be true or false'));

export const oneOf = (values: readonly string[]): Check =>
  that((value) => (values.some((each) => each === value) ? null : `must be one of ${values.join(', ')}`));

export const integer = (min: number, max: number): Check =>
  that((value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? null
      : `must be an integer from ${min} to ${max}`,
  );

/** Text of one line, which looks as it is. */
export const line = (maxLength: number, further: (text: string) => string | null = () => null): Check =>
  that((value) => {
    if (typeof value !== 'string' || value === '') return 'must be a text that is not empty';
    if (value.length > maxLength) return `must have at most ${maxLength} characters`;
    if (!isPrintableLine(value)) return plainTextFault;
    return further(value);
  });

export const listOf =
  (check: Check, min: number, max: number): Check =>
  (value, pointer) => {
    if (!Array.isArray(value)) return [{ pointer, detail: 'must be a list' }];
    if (value.length < min || value.length > max) {
      return [{ pointer, detail: min > 0 ? `must have ${min} to ${max} entries` : `must have at most ${max} entries` }];
    }
    return value.flatMap((each: unknown, index) => check(each, `${pointer}/${index}`));
  };

/** An object with any of these fields. */
export const objectWith =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, pointer) => {
    if (!isObject(value)) return [{ pointer, detail: 'must be an object' }];
    return Object.entries(value).flatMap(([name, each]) => {
      const at = `${pointer}/${escapePointer(name)}`;
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return check ? check(each, at) : [{ pointer: at, detail: 'There is no such field.' }];
    });
  };

/** An object whose field names match a pattern. */
export const mapOf =
  (name: RegExp, nameFault: string, check: Check, max: number): Check =>
  (value, pointer) => {
    if (!isObject(value)) return [{ pointer, detail: 'must be an object' }];
    const entries = Object.entries(value);
    if (entries.length > max) return [{ pointer, detail: `must have at most ${max} entries` }];
    return entries.flatMap(([key, each]) => {
      const at = `${pointer}/${escapePointer(key)}`;
      return name.test(key) ? check(each, at) : [{ pointer: at, detail: nameFault }];
    });
  };

/** An absolute path on the node, without `..`. */
export const path = that(nodePathFault);

/** Where the node finds a secret; the secret itself never comes here. */
export const secretRef = that((value) => {
  if (typeof value !== 'string' || !secretRefPattern.test(value)) {
    return 'must be env:NAME (not HYPRBOX_*) or file:/absolute/path, both on the node';
  }
  return value.startsWith('file:') ? nodePathFault(value.slice('file:'.length)) : null;
});

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
