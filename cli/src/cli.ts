import { parseArguments } from './parse-arguments.js';
import type { Request } from './parse-arguments.js';
import { Context } from './context.js';
import { InterruptedError } from './errors.js';
import { exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { reportError } from './output/report-error.js';
import { writeBytes } from './output/write-bytes.js';

const columnsDefault = 80;

/** Runs one command line (without the program's name) and gives its exit code. Never throws. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  // The write that fails tells its caller; without a listener the event would end the process.
  for (const target of [io.stdout, io.stderr]) target.on('error', () => undefined);
  let isJson = words.includes('--json'); // until the command line is understood
  const ending = new AbortController();
  let context: Context | undefined;
  const stopListening = io.onEndingSignal((signal) => ending.abort(new InterruptedError(signal)));
  try {
    const request: Request = await parseArguments(words, io.stdout.columns ?? columnsDefault);
    if ('text' in request) {
      await writeBytes(io.stdout, request.text);
      return exitCodes.ok;
    }
    isJson = request.flags.json;
    context = new Context(io, request.flags, ending.signal);
    return await request.run(context);
  } catch (error) {
    return await reportError(error, io, isJson);
  } finally {
    stopListening();
    context?.close();
  }
}
