import Type, { type Static } from 'typebox';
import { count, listOf, text } from './schema-parts.js';

/** One fault of a request; `pointer` is a JSON Pointer as RFC 6901 has it. */
export const faultSchema = Type.Object({
  pointer: Type.String({ description: 'A JSON Pointer into the body, or ?name for a query parameter.' }),
  detail: text,
});
export type ProblemFault = Static<typeof faultSchema>;

/** Where the server stands when an agent's delivery does not fit. */
export const expectedOutputSchema = Type.Object({ attempt: count, stdout: count, stderr: count });
export type ExpectedOutput = Static<typeof expectedOutputSchema>;

/** An error answer: `application/problem+json` as RFC 9457 has it, with the product's own members. */
export const problemSchema = Type.Object({
  type: text,
  title: text,
  status: count,
  detail: text,
  instance: text,
  code: Type.String({ description: 'A stable word for programs, such as NODE_NOT_FOUND.' }),
  requestId: text,
  errors: Type.Optional(listOf(faultSchema)),
  /** On a 409 of the agent's calls: what the server expected. */
  expected: Type.Optional(expectedOutputSchema),
  /** On a 409 of a preset's draft: the version that is current, and the draft's revision, 0 where there is none. */
  currentVersion: Type.Optional(count),
  currentRevision: Type.Optional(count),
  /** What became of the version that it was begun from: what others made of it, and what was sent; unified diffs. */
  theirs: Type.Optional(text),
  yours: Type.Optional(text),
});
export type Problem = Static<typeof problemSchema>;

/** What became of the base of what was sent, so that nothing of either is lost. */
export type StaleBase = Required<Pick<Problem, 'currentVersion' | 'currentRevision' | 'theirs' | 'yours'>>;
