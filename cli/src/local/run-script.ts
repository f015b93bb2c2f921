import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { LocalFailure } from '../errors.js';
import type { OutputPrinter } from '../follow/output-printer.js';
import type { OutputStream } from '@hyprbox/contracts';

export interface ScriptRun {
  script: string;
  env: Readonly<Record<string, string | undefined>>;
  timeoutSeconds: number | undefined;
  printer: OutputPrinter;
  /** Ends the script and everything it started. */
  signal: AbortSignal;
}

export interface ScriptEnd {
  /** 128 + n when signal n ended it, as a shell says it. */
  exitCode: number;
  reason: 'TIMEOUT' | null;
}

type Bash = ChildProcessByStdio<Writable, Readable, Readable>;

/** Time to clean up between TERM and KILL. */
const graceMs = 10_000;
const signalExitBase = 128;

/**
 * Runs a script as an agent does: `bash -s` with the script on stdin, in a process group of its own, which is ended
 * as a whole. Resolves once the script ended and all it printed is handed over; throws the signal's reason.
 */
export async function runScript({ script, env, timeoutSeconds, printer, signal }: ScriptRun): Promise<ScriptEnd> {
  signal.throwIfAborted();
  const bash: Bash = spawn('bash', ['-s'], { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const closed = endOf(bash);
  const end = endingOf(bash);
  const timeout = timeoutSeconds === undefined ? undefined : AbortSignal.timeout(timeoutSeconds * 1000);
  timeout?.addEventListener('abort', end.begin);
  signal.addEventListener('abort', end.begin);
  try {
    // A script that ends early does not read the rest of itself.
    bash.stdin.on('error', () => undefined).end(script);
    const [exitCode] = await Promise.all([
      closed,
      pump(bash.stdout, 'stdout', printer),
      pump(bash.stderr, 'stderr', printer),
    ]);
    signal.throwIfAborted();
    return { exitCode, reason: timeout?.aborted ? 'TIMEOUT' : null };
  } catch (error) {
    end.begin(); // nobody takes the output any more
    await closed.catch(() => undefined);
    throw error;
  } finally {
    timeout?.removeEventListener('abort', end.begin);
    signal.removeEventListener('abort', end.begin);
    end.forget();
    await printer.end();
  }
}

async function endOf(bash: Bash): Promise<number> {
  try {
    const [code, signal] = (await once(bash, 'exit')) as [number | null, NodeJS.Signals | null]; // Node's own signature
    return code ?? signalExitBase + (signal === null ? 0 : constants.signals[signal]);
  } catch (error) {
    throw new LocalFailure(`Cannot start bash: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function pump(from: Readable, type: OutputStream, printer: OutputPrinter): Promise<void> {
  let offset = 0;
  for await (const chunk of from) {
    const bytes: Buffer = chunk; // no encoding is set
    await printer.output({ type, offset, bytes });
    offset += bytes.length;
  }
}

/** TERM for the whole group, then KILL for what is left of it. */
function endingOf(bash: Bash): { begin: () => void; forget: () => void } {
  let killer: NodeJS.Timeout | undefined;
  const kill = (signal: NodeJS.Signals): void => {
    if (bash.pid === undefined) return;
    try {
      process.kill(-bash.pid, signal);
    } catch {
      // The group is gone: that is what was wanted.
    }
  };
  const begin = (): void => {
    if (killer !== undefined) return;
    kill('SIGTERM');
    killer = setTimeout(() => kill('SIGKILL'), graceMs);
  };
  return { begin, forget: () => clearTimeout(killer) };
}
