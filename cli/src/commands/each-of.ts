import type { Context } from '../context.js';
import { exitCodes } from '../exit-codes.js';
import { reportError } from '../output/report-error.js';

/**
 * Does the same to several things, in the order given. One that is refused does not keep the others from theirs: each
 * refusal is told, and the first is the exit code.
 */
export async function eachOf(
  context: Context,
  typed: readonly string[],
  work: (each: string) => Promise<void>,
): Promise<number> {
  const once = [...new Set(typed)];
  const [only] = once;
  if (only !== undefined && once.length === 1) {
    await work(only);
    return exitCodes.ok;
  }
  let exitCode: number = exitCodes.ok;
  for (const each of once) {
    try {
      await work(each);
    } catch (error) {
      if (context.signal.aborted) throw error;
      if (!context.output.isJson) await context.output.note(`${each}:`);
      const failed = await reportError(error, context.io, context.output.isJson);
      if (exitCode === exitCodes.ok) exitCode = failed;
    }
  }
  return exitCode;
}
