import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { InterruptedError } from './errors.js';
import type { Io } from './io.js';

type Echo = 'shown' | 'hidden';

/** Asks on the terminal; the question goes to stderr, since stdout is for data. */
export async function ask(io: Io, question: string, echo: Echo, signal: AbortSignal): Promise<string> {
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: io.stdin, output: echo === 'shown' ? io.stderr : hidden, terminal: true });
  const interrupted = new AbortController();
  // In raw mode Ctrl-C is a key and no signal; the end of input (Ctrl-D) is no answer either.
  const interrupt = (): void => interrupted.abort(new InterruptedError('SIGINT'));
  lines.once('SIGINT', interrupt);
  lines.once('close', interrupt);
  const ending = AbortSignal.any([signal, interrupted.signal]);
  try {
    if (echo === 'hidden') io.stderr.write(question);
    return await lines.question(echo === 'shown' ? question : '', { signal: ending });
  } catch (error) {
    throw ending.aborted ? ending.reason : error;
  } finally {
    lines.off('close', interrupt);
    lines.close();
    if (echo === 'hidden') io.stderr.write('\n');
  }
}

/** Passwords end where the line ends; this much is more than any has. */
const passwordBytesMax = 64 * 1024;

/** All of stdin, without the line break that `echo` and editors put at the end. */
export async function readPassword(io: Io): Promise<string> {
  return (await readInput(io, passwordBytesMax)).toString('utf8').replace(/\r?\n$/, '');
}

/** All of stdin; what comes is read no further once it is longer than `bytesMax`. */
export async function readInput(io: Io, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of io.stdin) {
    const bytes = Buffer.from(chunk); // a string if someone set an encoding
    chunks.push(bytes);
    size += bytes.length;
    if (size > bytesMax) break;
  }
  return Buffer.concat(chunks);
}
