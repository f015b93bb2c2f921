import { printableLine } from '@hyprbox/contracts';

/** Reads a document of a node's, which may hold anything. A value that is not what it must be ends the reading. */
export class UnreadableError extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function object(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadableError(`${what}: no object`);
  return { ...value };
}

export function list<T>(value: unknown, max: number, what: string, read: (each: unknown) => T): T[] {
  if (!Array.isArray(value) || value.length > max) throw new UnreadableError(`${what}: no list of at most ${max}`);
  return value.map(read);
}

/** Text as PostgreSQL can hold it and a person can read it: what neither can is replaced. */
export function text(value: unknown, maxLength: number, what: string): string {
  if (typeof value !== 'string' || value.length > maxLength) {
    throw new UnreadableError(`${what}: no text of at most ${maxLength} characters`);
  }
  return printableLine(value);
}

/** A name as it is, which may hold any character: only what PostgreSQL cannot hold is left out. */
export function name(value: unknown, maxLength: number, what: string): string {
  if (typeof value !== 'string' || value.length > maxLength) {
    throw new UnreadableError(`${what}: no text of at most ${maxLength} characters`);
  }
  return value.replaceAll(/[\0\p{Cs}]/gu, '\uFFFD');
}

/** Text for people, which says enough when it is cut off. */
export function clipped(value: unknown, maxLength: number, what: string): string {
  return text(typeof value === 'string' ? value.slice(0, maxLength) : value, maxLength, what);
}

export function matching(value: unknown, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new UnreadableError(`${what}: not in its form`);
  return value;
}

export function count(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new UnreadableError(`${what}: no count`);
  }
  return value;
}

export function figure(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new UnreadableError(`${what}: no figure`);
  return value;
}

export function flag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw new UnreadableError(`${what}: neither true nor false`);
  return value;
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** An instant, to the millisecond and in UTC. */
export function instant(value: unknown, what: string): string {
  const at = Date.parse(matching(value, isoTime, what));
  if (Number.isNaN(at)) throw new UnreadableError(`${what}: no time`);
  return new Date(at).toISOString();
}

export function oneOf<T extends string>(value: unknown, values: readonly T[], what: string): T {
  const found = values.find((each) => each === value);
  if (found === undefined) throw new UnreadableError(`${what}: none of ${values.join(', ')}`);
  return found;
}

export const orNull = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === null || value === undefined ? null : read(value);
