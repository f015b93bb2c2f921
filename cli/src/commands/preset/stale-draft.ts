import { ApiError } from '@hyprbox/api-client';
import type { Context } from '../../context.js';
import { diffText } from '../../output/diff-text.js';
import { paletteFor } from '../../output/palette.js';
import { writeBytes } from '../../output/write-bytes.js';

export function isStale(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 'PRESET_DRAFT_STALE';
}

/**
 * Shows what others have made of the preset meanwhile, what was to be saved, and how to save it all the same.
 * @param file where the text is that was to be saved
 */
export async function tellStale(context: Context, error: ApiError, name: string, file: string): Promise<void> {
  const { output, io } = context;
  const { theirs, yours, currentVersion, currentRevision } = error.problem;
  if (output.isJson || theirs === undefined || yours === undefined) return;
  await output.note('What others have changed meanwhile:');
  await writeBytes(io.stderr, shown(context, theirs));
  await output.note('\nWhat you have changed:');
  await writeBytes(io.stderr, shown(context, yours));
  await output.note(
    `\nNothing was saved. Take over what you need into your text, then:\n` +
      `  hyprbox preset save ${name} ${file} --based-on ${currentVersion ?? 0} --revision ${currentRevision ?? 0}\n`,
  );
}

function shown({ io }: Context, diff: string): string {
  if (diff === '') return '(nothing)\n';
  return diffText(diff.replace(/\n$/, '').split('\n'), paletteFor(io, io.stderr));
}
