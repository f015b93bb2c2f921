import type { PipeTransform } from '@nestjs/common';
import type { ProblemFault } from '@hyprbox/contracts';
import type { Static, TSchema } from '@hyprbox/contracts/schemas';
import type { ErrorObject } from 'ajv';
import { InvalidInputError } from '../common/domain-error.js';
import { checkOf, errorsOf } from '../common/schema-check.js';
import { escapePointer } from './json-pointer.js';

/** A pipe that takes a body which fits the schema, and refuses any other with every fault named by its JSON Pointer. */
export function bodyOf<Schema extends TSchema>(schema: Schema): PipeTransform<unknown, Static<Schema>> {
  return { transform: readerOf(schema) };
}

/** The same for where the schema depends on what is sent. */
export function readerOf<Schema extends TSchema>(schema: Schema): (body: unknown) => Static<Schema> {
  const fits = checkOf(schema);
  const faultsOf = faultsBy(schema);
  return (body) => {
    if (fits(body)) return body;
    throw new InvalidInputError(faultsOf(body));
  };
}

/** What is wrong in a body, one fault a place: what the schema says there, or next above it. */
export function faultsBy(schema: TSchema): (body: unknown) => ProblemFault[] {
  const errorsIn = errorsOf(schema);
  return (body) => {
    const errors = errorsIn(body);
    // What each alternative has to say is left out where none of them fits.
    const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/`);
    const faults = errors
      .filter(({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(choice)))
      .map((error) => faultOf(schema, error));
    return [...new Map(faults.toReversed().map((fault) => [fault.pointer, fault])).values()].toReversed();
  };
}

function faultOf(schema: TSchema, { keyword, instancePath, schemaPath, params, message }: ErrorObject): ProblemFault {
  if (keyword === 'additionalProperties') {
    const name = String(params['additionalProperty']);
    return { pointer: `${instancePath}/${escapePointer(name)}`, detail: 'There is no such field.' };
  }
  if (keyword === 'required') {
    return { pointer: `${instancePath}/${escapePointer(String(params['missingProperty']))}`, detail: 'must be given' };
  }
  return { pointer: instancePath, detail: nearestFault(schema, schemaPath) ?? message ?? 'is not valid' };
}

/** @param path the keyword's JSON Pointer in the schema, as a fragment of a URI (RFC 6901, section 6) */
function nearestFault(schema: TSchema, path: string): string | undefined {
  let node: unknown = schema;
  let fault: string | undefined;
  for (const token of ['', ...path.split('/').slice(1)]) {
    if (token !== '') node = childOf(node, decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
    if (isObject(node) && typeof node['fault'] === 'string') fault = node['fault'];
  }
  return fault;
}

function childOf(node: unknown, name: string): unknown {
  return isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}

function isObject(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null;
}
