/** One fault of a request; `pointer` is a JSON Pointer (RFC 6901) into the body, or `?name` for a query parameter. */
export interface ProblemFault {
  pointer: string;
  detail: string;
}

/** An error answer: `application/problem+json` as RFC 9457 has it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  /** Stable word for programs, such as `NODE_NOT_FOUND`. */
  code: string;
  requestId: string;
  errors?: ProblemFault[];
  /** On a 409 of the agent's calls: what the server expected. */
  expected?: ExpectedOutput;
}

/** Where the server stands when an agent's delivery does not fit. */
export interface ExpectedOutput {
  attempt: number;
  stdout: number;
  stderr: number;
}

export const problemMediaType = 'application/problem+json';

/** A page of a list, newest or first by the list's own order. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
