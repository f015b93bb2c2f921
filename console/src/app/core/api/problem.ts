import { HttpErrorResponse } from '@angular/common/http';
import type { Problem, ProblemFault } from '@hyprbox/contracts';

/** What kind of failure it was, as far as a page acts on it. */
export type ProblemKind =
  | 'unreachable'
  | 'unauthenticated'
  | 'invalid'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'unavailable'
  | 'unexpected';

interface ProblemFields {
  kind: ProblemKind;
  status: number;
  code: string;
  title: string;
  detail: string;
  faults?: readonly ProblemFault[];
  requestId?: string | null;
  retryAfterSeconds?: number | null;
}

/** A failed call in words for the person at the console: `title` says what happened, `detail` what to do or why. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly kind: ProblemKind;
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** The server's stable word for the failure, such as `NODE_NOT_FOUND`. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly ProblemFault[];
  /** What to quote when asking the server's operator. */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(fields: ProblemFields) {
    super(fields.detail || fields.title);
    this.kind = fields.kind;
    this.status = fields.status;
    this.code = fields.code;
    this.title = fields.title;
    this.detail = fields.detail;
    this.faults = fields.faults ?? [];
    this.requestId = fields.requestId ?? null;
    this.retryAfterSeconds = fields.retryAfterSeconds ?? null;
  }

  /** What the server said of one member of the body (`/variables/domain`) or one query parameter (`?limit`). */
  faultAt(pointer: string): string | null {
    return this.faults.find((fault) => fault.pointer === pointer)?.detail ?? null;
  }
}

/** Reads whatever a call failed with; an `ApiProblem` comes back as it is. */
export function toApiProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof HttpErrorResponse) return fromResponse(error);
  return new ApiProblem({
    kind: 'unexpected',
    status: 0,
    code: 'UNEXPECTED',
    title: 'Something went wrong in the console',
    detail: error instanceof Error && error.message ? error.message : 'Reload the page and try again.',
  });
}

/** Whether the server does not answer at all, or is not ready to. */
export function isAway(error: unknown): boolean {
  const { kind } = toApiProblem(error);
  return kind === 'unreachable' || kind === 'unavailable';
}

/** Whether the same call may well be answered later on, without anybody changing anything. */
export function isPassing(error: unknown): boolean {
  const { kind, status } = toApiProblem(error);
  return isAway(error) || kind === 'rate-limited' || status >= 500;
}

function fromResponse(response: HttpErrorResponse): ApiProblem {
  const kind = kindOf(response.status);
  const words = wordsOf[kind];
  const problem = readProblem(response.error);
  return new ApiProblem({
    kind,
    status: response.status,
    code: problem?.code ?? kind.toUpperCase().replaceAll('-', '_'),
    title: problem?.title ?? words.title,
    detail: problem?.detail ?? words.detail,
    faults: problem?.errors,
    requestId: problem?.requestId ?? response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter(response.headers.get('retry-after')),
  });
}

function kindOf(status: number): ProblemKind {
  switch (status) {
    case 0:
      return 'unreachable';
    case 400:
    case 413:
    case 422:
      return 'invalid';
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    case 429:
      return 'rate-limited';
    case 502:
    case 503:
    case 504:
      return 'unavailable';
    default:
      return 'unexpected';
  }
}

/** For answers that are no problem document: none came at all, or a proxy answered for the server. */
const wordsOf: Readonly<Record<ProblemKind, { title: string; detail: string }>> = {
  unreachable: {
    title: 'The server cannot be reached',
    detail: 'Check your connection; then try again.',
  },
  unauthenticated: { title: 'You are signed out', detail: 'Sign in again to go on.' },
  invalid: { title: 'The server refused the request', detail: 'Check what you entered and try again.' },
  forbidden: { title: 'You may not do this', detail: 'Ask an administrator for the role it needs.' },
  'not-found': { title: 'Not found', detail: 'It may have been removed.' },
  conflict: { title: 'It has changed in the meantime', detail: 'Reload and try again.' },
  'rate-limited': { title: 'Too many requests', detail: 'Wait a moment and try again.' },
  unavailable: {
    title: 'The server is not available just now',
    detail: 'It may be restarting or waiting for its database. Try again in a moment.',
  },
  unexpected: { title: 'The server failed', detail: 'Try again; if it stays, look at the server’s log.' },
};

function readProblem(body: unknown): Partial<Problem> | null {
  const parsed = typeof body === 'string' ? parseJson(body) : body;
  if (!isRecord(parsed)) return null;
  return {
    code: textOf(parsed['code']),
    title: textOf(parsed['title']),
    detail: textOf(parsed['detail']),
    requestId: textOf(parsed['requestId']),
    errors: Array.isArray(parsed['errors']) ? parsed['errors'].filter(isFault) : undefined,
  };
}

/** The body of a call that asked for text arrives unparsed. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFault(value: unknown): value is ProblemFault {
  return isRecord(value) && typeof value['pointer'] === 'string' && typeof value['detail'] === 'string';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Seconds; the header's date form (RFC 9110, 10.2.3) is not used by the server. */
function retryAfter(header: string | null): number | null {
  if (header === null || !/^\d+$/.test(header)) return null;
  return Number(header);
}
