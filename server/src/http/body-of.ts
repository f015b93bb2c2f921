import type { PipeTransform } from '@nestjs/common';
import type { Static, TSchema } from '@hyprbox/contracts/schemas';
import { bodyReader } from './body-reader.js';

/** A pipe that takes a body which fits the schema, and refuses any other with every fault named by its JSON Pointer. */
export function bodyOf<Schema extends TSchema>(schema: Schema): PipeTransform<unknown, Static<Schema>> {
  return { transform: readerOf(schema) };
}

/** The same for where the schema depends on what is sent. */
export function readerOf<Schema extends TSchema>(schema: Schema): (body: unknown) => Static<Schema> {
  return bodyReader(schema, {});
}
