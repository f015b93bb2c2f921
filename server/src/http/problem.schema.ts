import type { ExpectedOutput, Problem, ProblemFault } from '@hyprbox/contracts';
import { count, listOf, objectOf, text, type Schema } from './schemas.js';

/** RFC 9457, with the product's own members. */
export const problemSchema: Schema = objectOf<Problem>(
  {
    type: text,
    title: text,
    status: count,
    detail: text,
    instance: text,
    code: { ...text, description: 'A stable word for programs, such as NODE_NOT_FOUND.' },
    requestId: text,
    errors: listOf(
      objectOf<ProblemFault>({
        pointer: { ...text, description: 'A JSON Pointer into the body, or ?name for a query parameter.' },
        detail: text,
      }),
    ),
    expected: objectOf<ExpectedOutput>({ attempt: count, stdout: count, stderr: count }),
  },
  'errors',
  'expected',
);
