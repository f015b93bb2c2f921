import type { DiffFile, DiffGap, DiffLine } from './line-diff';

const file = /^\+\+\+ (?:b\/)?(.+)$/;
const hunk = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const kinds = { ' ': 'same', '-': 'missing', '+': 'added' } as const;

/**
 * The lines of a diff in the unified format by the files that they are of, and between them how many were left out. What
 * a hunk says of its length is believed, so that a line that looks like the head of a file stays a line.
 */
export function unifiedLines(diff: string): readonly (DiffLine | DiffGap | DiffFile)[] {
  const shown: (DiffLine | DiffGap | DiffFile)[] = [];
  /** How many lines of either text the hunk still has. */
  let [before, after] = [0, 0];
  /** The line of the old text that comes next. */
  let next = 1;
  for (const line of diff.split('\n')) {
    const last = shown.at(-1);
    // The note of diff and git: "\ No newline at end of file". No line of a text begins like that.
    if (line.startsWith('\\')) {
      if (last !== undefined && 'text' in last) shown[shown.length - 1] = { ...last, unended: true };
      continue;
    }
    if (before === 0 && after === 0) {
      const [, name] = file.exec(line) ?? [];
      if (name !== undefined) {
        shown.push({ kind: 'file', name });
        next = 1;
      }
      const [, start, from = '1', to = '1'] = hunk.exec(line) ?? [];
      if (start === undefined) continue;
      [before, after] = [Number(from), Number(to)];
      // A hunk without old lines says after which line it stands.
      const first = Number(start) + (before === 0 ? 1 : 0);
      if (first > next) shown.push({ kind: 'gap', count: first - next });
      next = first + before;
      continue;
    }
    const kind = kindOf(line.charAt(0));
    if (kind === null) continue;
    if (kind !== 'added') before -= 1;
    if (kind !== 'missing') after -= 1;
    shown.push({ kind, text: line.slice(1) });
  }
  return shown;
}

/** Null for what is no line of a text. */
function kindOf(sign: string): DiffLine['kind'] | null {
  switch (sign) {
    case ' ':
    case '-':
    case '+':
      return kinds[sign];
    default:
      return null;
  }
}
