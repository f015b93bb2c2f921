import { structuredPatch } from 'diff';
import { diffText } from '../../output/diff-text.js';
import type { Output } from '../../output/output.js';

/** Two scripts that have next to nothing in common are not worth more of anybody's time. */
const timeoutMs = 2000;

/** What is different in the script since it ran last, as `diff -u` shows it; null where nothing is. */
export function scriptDiff(before: string, after: string, paint: Output['paint']): string | null {
  if (before === after) return null;
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, timeout: timeoutMs });
  if (patch === undefined) return paint('dim', '(They have too little in common to be compared.)\n');
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...changed,
  ]);
  return diffText(lines, paint);
}
