import { createHash, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Json } from './published-api.js';

export interface TextCase {
  what: string;
  value: unknown;
  allowed: boolean;
}

/** Where a schema sets no limit, a text of this length should be none too long. */
const longText = 5000;
/** So many characters of four bytes each still fit into an address. */
const wideText = 1024;
/** What a text of a pattern may begin with. */
const beginnings = ['', '/', 'https://'];
/** Of patterns of which the file has no example. */
const otherTexts = ['5%', `1.${'0'.repeat(64)}`];
/** One of them breaks each pattern. */
const oddTexts = ['', ' ', 'Ä!', '\n'];

const allowed = (value: unknown): TextCase => ({ what: shown(value), value, allowed: true });
const forbidden = (value: unknown): TextCase => ({ what: shown(value), value, allowed: false });

/** Texts at and beyond the limits of a schema of the OpenAPI file. */
export function textCases(schema: Json, pointer: string): TextCase[] {
  const { enum: values, format } = schema;
  if (Array.isArray(values))
    return [...values.filter((value) => value !== null).map(allowed), forbidden('NO_SUCH_VALUE')];
  if (format !== undefined && format !== 'password') return formatCases(schema);
  const [shape] = shapesOf(schema);
  const ofLengths = shape ? lengthCases(shape, schema).filter((each) => isRight(schema, each)) : [];
  const right = ofLengths.some((each) => each.allowed) ? ofLengths : [allowed(textLike(schema, pointer))];
  return [...right, ...patternCases(schema)];
}

/** A pattern that asks for a digit somewhere fits one of our texts, and not the next one. */
function isRight(schema: Json, each: TextCase): boolean {
  return schema['pattern'] === undefined || fits(schema, String(each.value)) === each.allowed;
}

/** A text that a schema allows: the file's example, or else another one each time. */
export function textLike(schema: Json, pointer: string): unknown {
  const { enum: values, format, example, default: usual } = schema;
  if (Array.isArray(values)) return values[0];
  if (format !== undefined && format !== 'password') return formatted(schema)[0];
  const made = shapesOf(schema).map((shape) => textOf(shape, Math.min(shape.most, Math.max(shape.least, 16))));
  const found = [example, usual, ...made, ...otherTexts].find((each) => typeof each === 'string' && fits(schema, each));
  if (found === undefined) throw new Error(`${pointer} has a pattern, but no example of it in the OpenAPI file`);
  return found;
}

function formatCases(schema: Json): TextCase[] {
  const { format, maxLength } = schema;
  const right = formatted(schema).map(allowed);
  if (format !== 'email' || typeof maxLength !== 'number') return [...right, forbidden('x')];
  return [...right, forbidden('x'), allowed(address(maxLength)), forbidden(address(maxLength + 1))];
}

function formatted({ format }: Json): string[] {
  const now = new Date().toISOString();
  switch (format) {
    case 'uuid':
      return [uuidv7(), randomUUID(), uuidv7().toUpperCase()];
    case 'date-time':
      return [now, now.replace(/\.\d+Z$/, '+00:00'), now.replace('Z', '123456Z')];
    case 'email':
      return [address(24)];
    case 'byte':
      return ['AAEC', ''];
    default:
      throw new Error(`No text is known of the format ${String(format)}`);
  }
}

function lengthCases(shape: Shape, schema: Json): TextCase[] {
  const { minLength, maxLength } = schema;
  const { least, most, isBounded } = shape;
  return [
    allowed(textOf(shape, least)),
    allowed(textOf(shape, most)),
    ...wideCases(shape, schema),
    ...(Number(minLength ?? 0) > 0 ? [forbidden(textOf(shape, least - 1))] : []),
    ...(isBounded || maxLength !== undefined ? [forbidden(textOf(shape, most + 1))] : []),
  ];
}

/** A length counts characters, however many bytes they are. */
function wideCases({ most }: Shape, { pattern, maxLength }: Json): TextCase[] {
  return pattern === undefined && maxLength !== undefined && most <= wideText ? [allowed('😀'.repeat(most))] : [];
}

function patternCases(schema: Json): TextCase[] {
  if (schema['pattern'] === undefined) return [];
  return oddTexts
    .filter((each) => !fits(schema, each))
    .slice(0, 1)
    .map(forbidden);
}

function fits({ pattern, minLength, maxLength }: Json, value: string): boolean {
  if (value.length < Number(minLength ?? 0) || value.length > Number(maxLength ?? longText)) return false;
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(value);
}

/** Texts that fit a schema: what they begin with, and how long they may be. */
interface Shape {
  beginning: string;
  least: number;
  most: number;
  /** Whether a longer one does not fit. */
  isBounded: boolean;
}

const known = new Map<string, Shape[]>();

function shapesOf(schema: Json): Shape[] {
  const { pattern, minLength, maxLength } = schema;
  const least = Number(minLength ?? 0);
  const most = Number(maxLength ?? longText);
  if (typeof pattern !== 'string') return [{ beginning: '', least, most, isBounded: maxLength !== undefined }];
  const key = JSON.stringify([pattern, least, most]);
  const found = known.get(key) ?? beginnings.flatMap((beginning) => shapeOf(schema, beginning));
  known.set(key, found);
  return found;
}

function shapeOf(schema: Json, beginning: string): Shape[] {
  const longest = beginning + text(longText);
  const lengths = Array.from({ length: longText + 1 }, (_, length) => length);
  const fitting = lengths.filter((length) => fits(schema, longest.slice(0, length)));
  const [least] = fitting;
  const most = fitting.at(-1);
  return least === undefined || most === undefined ? [] : [{ beginning, least, most, isBounded: most < longText }];
}

function textOf({ beginning }: Shape, length: number): string {
  return (beginning + text(length)).slice(0, length);
}

function address(length: number): string {
  return `a@${text(length - 2)}`;
}

let texts = 0;

/** Letters and digits that were not there before. */
function text(length: number): string {
  const hash = createHash('sha256').update(String(texts++)).digest('hex');
  return hash.repeat(Math.ceil(length / hash.length)).slice(0, length);
}

function shown(value: unknown): string {
  return typeof value === 'string' && value.length > 64 ? `${[...value].length} characters` : JSON.stringify(value);
}
