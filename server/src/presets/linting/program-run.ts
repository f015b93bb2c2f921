import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { lintingLimits } from './linting-limits.js';

export type ProgramRun =
  | { ended: 'ABSENT' | 'TOO_LATE' | 'TOO_MUCH' }
  | { ended: 'BY_ITSELF'; exitCode: number | null; stdout: string; stderr: string };

/** Puts the limit on itself and becomes the program; the arguments stay arguments. */
const limited = 'ulimit -d "$1"; shift; exec "$@"';
/** What a shell says of a program that there is not. */
const notFound = 127;

/**
 * Has a program read a text from its input. It knows nothing of the server: neither its environment nor a file of it, and
 * it has bounded time, memory and output.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  input: string,
  milliseconds: number = lintingLimits.milliseconds,
): Promise<ProgramRun> {
  const memory = String(lintingLimits.memoryKiB);
  const child = spawn('bash', ['--noprofile', '--norc', '-c', limited, 'bash', memory, program, ...args], {
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  // A program that stops reading says itself why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const stdout = collect(child, child.stdout);
  const stderr = collect(child, child.stderr);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, milliseconds);
  try {
    await ended;
  } finally {
    clearTimeout(timer);
  }
  if (late) return { ended: 'TOO_LATE' };
  if (stdout.tooMuch() || stderr.tooMuch()) return { ended: 'TOO_MUCH' };
  if (child.exitCode === notFound) return { ended: 'ABSENT' };
  return { ended: 'BY_ITSELF', exitCode: child.exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function collect(child: ChildProcess, stream: Readable): { text: () => string; tooMuch: () => boolean } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > lintingLimits.outputBytes) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    tooMuch: () => bytes > lintingLimits.outputBytes,
  };
}
