import type { Problem } from '@hyprbox/contracts';

/** The server answered with an error: `problem` says which (RFC 9457). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly problem: Problem,
    /** Seconds that the server asked to wait (`Retry-After`), if it did. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(messageOf(problem));
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** No answer came: the server is down, its name is unknown, its certificate is refused, it took too long, … */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(
    readonly baseUrl: string,
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(`Cannot reach ${baseUrl}: ${why}`, options);
  }
}

/** Something answered, but not as this API does; usually the address is another service's. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';

  constructor(
    readonly baseUrl: string,
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(`${baseUrl} did not answer as a HyprBox server: ${why}`, options);
  }
}

function messageOf(problem: Problem): string {
  const summary = problem.detail || problem.title || `The server answered ${problem.status}`;
  const faults = (problem.errors ?? []).map((fault) => `${faultSubject(fault.pointer)}: ${fault.detail}`);
  return [summary, ...faults].join('\n  ');
}

/** `/variables/domain` → `variables.domain`, `?limit` → `limit`; `~1` and `~0` are RFC 6901's escapes. */
function faultSubject(pointer: string): string {
  if (pointer.startsWith('?')) return pointer.slice(1);
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.length === 0 ? 'body' : parts.join('.');
}
