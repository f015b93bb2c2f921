import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Readable, Writable } from 'node:stream';

export type EndingSignal = 'SIGINT' | 'SIGTERM';
export type OutputTarget = Writable & { isTTY?: boolean; columns?: number; rows?: number };
export type InputSource = Readable & { isTTY?: boolean };

/** Everything of the process that a command touches, so that tests can run one inside their own. */
export interface Io {
  stdin: InputSource;
  stdout: OutputTarget;
  stderr: OutputTarget;
  env: Readonly<Record<string, string | undefined>>;
  /** Null for a user who has none. */
  homeDirectory: string | null;
  now(): Date;
  /** Calls `listener` for each signal that should end the command; returns how to stop listening. */
  onEndingSignal(listener: (signal: EndingSignal) => void): () => void;
}

export function processIo(): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    homeDirectory: findHome(),
    now: () => new Date(),
    onEndingSignal: (listener) => {
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => process.off('SIGINT', listener).off('SIGTERM', listener);
    },
  };
}

/** `homedir` throws for a user without HOME and without an entry in passwd, as in many a container. */
function findHome(): string | null {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}
