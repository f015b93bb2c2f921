/** A repository can't be looked at. The message is for people, without secrets and control characters. */
export class GitFailedError extends Error {}

/** What is said of a look that takes too long, wherever it is. */
export function late(ms: number): string {
  return `It took longer than ${Math.ceil(ms / 1000)} s, and was ended.`;
}

/** git itself ended with a fault. */
export class GitExitError extends GitFailedError {
  constructor(
    message: string,
    /** Null where it was killed. */
    readonly exitCode: number | null,
  ) {
    super(message);
  }
}
