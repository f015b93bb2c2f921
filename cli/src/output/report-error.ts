import { ApiError, ProxySettingError, UnexpectedAnswerError, UnreachableError } from '@hyprbox/api-client';
import type { Problem } from '@hyprbox/contracts';
import {
  InterruptedError,
  LocalFailure,
  NotFoundError,
  NotSignedInError,
  ReaderGoneError,
  UsageError,
} from '../errors.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { neutralizeLines, safeJson } from './neutralize.js';
import { paletteFor } from './palette.js';
import { writeBytes } from './write-bytes.js';

/** An error as the command line tells it: what happened, what to do, and what to end with. */
export interface Failure {
  exitCode: number;
  message: string;
  hint?: string | undefined;
  /** What `--json` prints: a problem as RFC 9457 has it. */
  problem: object;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return apiFailure(error);
  if (error instanceof UsageError) return local(exitCodes.usage, 'USAGE', error.message, error.hint);
  if (error instanceof ProxySettingError) return local(exitCodes.usage, 'USAGE', error.message);
  if (error instanceof NotFoundError) return local(exitCodes.notFound, 'NOT_FOUND', error.message, error.hint);
  if (error instanceof NotSignedInError) {
    return local(exitCodes.forbidden, 'NOT_SIGNED_IN', error.message, 'run `hyprbox login`');
  }
  if (error instanceof UnreachableError) {
    const hint = 'check the address (--api-url, HYPRBOX_API_URL or `hyprbox login`) and that the server runs';
    return local(exitCodes.unreachable, 'UNREACHABLE', error.message, hint);
  }
  if (error instanceof UnexpectedAnswerError) {
    return local(exitCodes.failure, 'UNEXPECTED_ANSWER', error.message, 'check the address (--api-url)');
  }
  if (error instanceof LocalFailure) return local(exitCodes.failure, 'LOCAL_FAILURE', error.message);
  const message = error instanceof Error ? error.message : String(error);
  return local(exitCodes.failure, 'INTERNAL', `Unexpected: ${message}`, 'this is a fault of hyprbox; please report it');
}

/** Tells an error on stderr, unless there is nobody to tell or nothing to say. Gives the exit code. */
export async function reportError(error: unknown, io: Io, isJson: boolean): Promise<number> {
  if (error instanceof ReaderGoneError) return exitCodes.readerGone;
  if (error instanceof InterruptedError) {
    return error.signal === 'SIGINT' ? exitCodes.cancelled : exitCodes.terminated;
  }
  const failure = failureOf(error);
  const paint = paletteFor(io, io.stderr);
  const hint = failure.hint === undefined ? '' : `\n${sentence(failure.hint)}`;
  const text = isJson
    ? safeJson(failure.problem, 0)
    : `${paint('red', 'Error:')} ${neutralizeLines(failure.message + hint)}`;
  try {
    await writeBytes(io.stderr, `${text}\n`);
  } catch (writeError) {
    if (!(writeError instanceof ReaderGoneError)) throw writeError;
  }
  return failure.exitCode;
}

function apiFailure(error: ApiError): Failure {
  const { problem, message } = error;
  const tell = (exitCode: number, hint?: string): Failure => ({ exitCode, message, hint, problem });
  switch (error.status) {
    case 400:
      return tell(exitCodes.usage);
    case 401:
      // Who has just typed a password is not told to sign in.
      if (problem.code === 'WRONG_CREDENTIALS') return tell(exitCodes.forbidden);
      return {
        ...tell(exitCodes.forbidden, 'run `hyprbox login`, or renew HYPRBOX_API_TOKEN if you use it'),
        message: `Not signed in: ${message}`,
      };
    case 403:
      // Other codes are not about the role: their message says what to do.
      if (problem.code !== 'FORBIDDEN') return tell(exitCodes.forbidden, hintFor(problem));
      return tell(exitCodes.forbidden, 'ask an administrator for the role that may do this');
    case 404:
      return tell(exitCodes.notFound, hintFor(problem) ?? listThatHelps(problem.code));
    case 429:
      return tell(exitCodes.failure, `try again in ${error.retryAfterSeconds ?? 60} s`);
    case 502:
    case 503:
    case 504:
      // It is a node that has not answered then, which the message says.
      if (problem.code === 'NOT_ANSWERED_IN_TIME') return tell(exitCodes.unreachable);
      return tell(exitCodes.unreachable, 'the server is away for the moment; try again soon');
    default:
      return tell(
        exitCodes.failure,
        error.status >= 500 ? `the server's log has more under ${problem.requestId}` : hintFor(problem),
      );
  }
}

/** A job on one node can't ask for an approval; with waves the same is a rollout, which can. */
const howToAsk =
  'add `--wave 100%` to `hyprbox preset apply` and it asks for one; `hyprbox approval list` shows it then, and ' +
  '`hyprbox rollout watch <id>` waits for it';

/** What to do about it, by the problem's code. */
const hintOf: Readonly<Record<string, string>> = {
  APPROVAL_NEEDED: howToAsk,
  PRESET_DRAFT_NOT_FOUND: '`hyprbox preset edit <name>` begins a draft',
  PRESET_VERSION_NOT_FOUND: '`hyprbox preset versions <name>` shows what there is',
  PRESET_DRAFT_STALE: 'look at what there is now: `hyprbox preset diff <name>`',
  PRESET_NAME_TAKEN: 'copy it under a name of your own: `hyprbox preset new <name> --from <preset>`',
  PRESET_NOT_PUBLISHABLE: 'mend the draft: `hyprbox preset edit <name>`',
  PUBLISHER_IS_AUTHOR: 'ask another administrator to publish it',
  NODE_NOT_FOR_TESTS: 'tag a host that may be tried on: `hyprbox node tag <id> --add preset-test`',
};

function hintFor({ code, instance }: Problem): string | undefined {
  // A test of a draft needs one as well, and has no waves.
  if (code === 'APPROVAL_NEEDED' && instance !== '/api/jobs') return undefined;
  return hintOf[code];
}

/** Whose list shows what there is instead, by the problem's code. */
const nounOf: Readonly<Record<string, string>> = {
  NODE_NOT_FOUND: 'node',
  NODE_TOKEN_NOT_FOUND: 'token',
  PRESET_NOT_FOUND: 'preset',
  PRESET_SOURCE_NOT_FOUND: 'preset source',
  JOB_NOT_FOUND: 'job',
  ROLLOUT_NOT_FOUND: 'rollout',
  SCHEDULE_NOT_FOUND: 'schedule',
  APPROVAL_NOT_FOUND: 'approval',
  BACKUP_POLICY_NOT_FOUND: 'backup policy',
  BACKUP_RUN_NOT_FOUND: 'backup run',
};

function listThatHelps(code: string): string | undefined {
  const noun = nounOf[code];
  return noun === undefined ? undefined : `\`hyprbox ${noun} list\` shows what there is`;
}

function local(exitCode: number, code: string, message: string, hint?: string): Failure {
  const problem = { type: 'about:blank', title: code.toLowerCase().replaceAll('_', ' '), detail: message, code };
  return { exitCode, message, hint, problem: hint === undefined ? problem : { ...problem, hint } };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
