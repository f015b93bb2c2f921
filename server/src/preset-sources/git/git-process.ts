import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { GitExitError, GitFailedError, late } from './git-errors.js';
import type { GitLimits } from './git-limits.js';
import { explained, wordsOf } from './git-words.js';

/** One call of git. */
export interface GitCall {
  /** Its own arguments, after the options that each call has. */
  words: readonly string[];
  /** Besides the environment that each call has. */
  environment?: Readonly<Record<string, string>>;
  input?: string;
  maxOutputBytes: number;
}

/** Where and under what git is run. */
export interface GitPlace {
  /** An empty directory, also its home. */
  directory: string;
  limits: GitLimits;
  signal: AbortSignal;
  /** What must not be told on. */
  secrets: readonly string[];
}

/** Of `git help fsck`: how old programs wrote times, people and modes. */
const harmlessFaults = [
  'badTimezone',
  'missingSpaceBeforeDate',
  'missingSpaceBeforeEmail',
  'zeroPaddedDate',
  'zeroPaddedFilemode',
];

/**
 * git runs nothing but itself, `git-remote-https` and ssh: no hook, no helper, no pager, no program of a transport, and it
 * reads no configuration but this.
 */
const configuration = [
  'protocol.allow=never',
  'protocol.https.allow=always',
  'protocol.ssh.allow=always',
  'protocol.ext.allow=never',
  'protocol.file.allow=never',
  'http.followRedirects=false',
  'http.proxy=',
  'credential.helper=',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.bigFileThreshold=1m',
  'fetch.fsckObjects=true',
  // What old programs wrote: none of it leads git, or a file system, anywhere else.
  ...harmlessFaults.map((fault) => `fetch.fsck.${fault}=warn`),
  // What is fetched is one file, whose size can be limited.
  'fetch.unpackLimit=1',
  'fetch.recurseSubmodules=false',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'pack.threads=1',
  'log.showSignature=false',
  'i18n.logOutputEncoding=UTF-8',
].flatMap((setting) => ['-c', setting]);

/** Nothing is put into this text: bash gets what it runs as arguments. */
const limited = 'ulimit -c 0 -f "$1" -v "$2" && shift 2 && exec "$@"';

/**
 * Runs git in a process group of its own, which is killed when the time is up, when the server stops or when it writes too
 * much; `timeout` ends it where the server itself is gone.
 *
 * @throws GitExitError, GitFailedError
 */
export async function runGit({ directory, limits, signal, secrets }: GitPlace, call: GitCall): Promise<Buffer> {
  refuseAborted(signal, limits);
  const bounds = [Math.ceil(limits.repositoryBytes / 1024), Math.ceil(limits.memoryBytes / 1024)].map(String);
  const longest = String(Math.ceil(limits.lookMs / 1000) + 5);
  const child = spawn(
    'bash',
    [
      ...['--noprofile', '--norc', '-c', limited, 'bash', ...bounds],
      ...['timeout', '--signal=KILL', longest, 'git', '--no-pager', ...configuration, ...call.words],
    ],
    {
      cwd: directory,
      detached: true,
      env: { ...baseEnvironment(directory), ...call.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const kill = (): void => killGroup(child);
  signal.addEventListener('abort', kill, { once: true });
  try {
    const ended = once(child, 'close');
    child.stdin.on('error', () => undefined); // it says itself why it does not read on
    child.stdin.end(call.input ?? '');
    const [output, words] = await Promise.all([
      beginningOf(child.stdout, call.maxOutputBytes, kill),
      beginningOf(child.stderr, limits.wordsBytes, () => undefined),
      ended,
    ]);
    refuseAborted(signal, limits);
    if (output.isCut) throw new GitFailedError('It has more than is taken.');
    if (child.exitCode === 0) return output.bytes;
    const said = wordsOf(words.bytes.toString('utf8'), secrets, dirname(directory));
    throw new GitExitError(explained(said, secrets.length > 0), child.exitCode);
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function baseEnvironment(directory: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: directory,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
  };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function refuseAborted(signal: AbortSignal, { lookMs }: GitLimits): void {
  if (!signal.aborted) return;
  const reason: unknown = signal.reason;
  if (reason instanceof GitFailedError) throw reason;
  const isLate = reason instanceof Error && reason.name === 'TimeoutError';
  throw new GitFailedError(isLate ? late(lookMs) : 'The server was stopped meanwhile.');
}

/** All of it is read, so that its writer does not wait; only the beginning is kept. */
async function beginningOf(
  stream: Readable,
  maxBytes: number,
  onMore: () => void,
): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const part: Buffer = Buffer.from(chunk);
    if (size < maxBytes) chunks.push(part.subarray(0, maxBytes - size));
    size += part.length;
    if (size > maxBytes) onMore();
  }
  return { bytes: Buffer.concat(chunks), isCut: size > maxBytes };
}
