import { homedir } from 'node:os';
import type { Readable, Writable } from 'node:stream';

export type EndingSignal = 'SIGINT' | 'SIGTERM';
export type OutputTarget = Writable & { isTTY?: boolean; columns?: number };
export type InputSource = Readable & { isTTY?: boolean };

/** Everything of the process that a command touches, so that tests can run one inside their own. */
export interface Io {
  stdin: InputSource;
  stdout: OutputTarget;
  stderr: OutputTarget;
  env: Readonly<Record<string, string | undefined>>;
  homeDirectory: string;
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
    homeDirectory: homedir(),
    now: () => new Date(),
    onEndingSignal: (listener) => {
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => process.off('SIGINT', listener).off('SIGTERM', listener);
    },
  };
}
