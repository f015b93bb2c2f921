import { UsageError } from './errors.js';
import type { Io } from './io.js';
import { ask } from './prompt.js';

/** Asks a question that only a `y` says yes to. @param question without the `[y/N]`, and safe to print */
export async function isConfirmed(
  { io, signal }: { io: Io; signal: AbortSignal },
  question: string,
  instead = 'give --yes',
): Promise<boolean> {
  if (!canAsk(io)) throw new UsageError(`There is no terminal to ask on: ${instead}`);
  return /^y(?:es)?$/i.test((await ask(io, `${question} [y/N] `, 'shown', signal)).trim());
}

export function canAsk({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}
