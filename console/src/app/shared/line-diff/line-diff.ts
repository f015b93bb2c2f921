/** A line of two texts that are compared: in both, or in one of them only. */
export interface DiffLine {
  readonly kind: 'same' | 'missing' | 'added';
  readonly text: string;
  /** It is the last one of its text, which ends without a newline. */
  readonly unended?: true;
}

/** Lines that are the same and that nobody has to read. */
export interface DiffGap {
  readonly kind: 'gap';
  readonly count: number;
}

/** The lines after it are of this file. */
export interface DiffFile {
  readonly kind: 'file';
  readonly name: string;
}

/** Pairs of lines up to which the fewest changes are looked for: it takes time and memory by their number. */
const pairsMost = 4_000_000;

/**
 * How a text differs from another, line by line: as few lines as possible are missing or added (longest common
 * subsequence). Where two long texts differ in most of their lines, what lies between their common begin and end is
 * missing and added as a whole.
 */
export function lineDiff(from: string, to: string): DiffLine[] {
  const [before, after] = [linesOf(from), linesOf(to)];
  const least = Math.min(before.length, after.length);
  let begin = 0;
  while (begin < least && before[begin] === after[begin]) begin += 1;
  let end = 0;
  while (end < least - begin && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [left, right] = [before.slice(begin, before.length - end), after.slice(begin, after.length - end)];
  return [
    ...lines('same', before.slice(0, begin)),
    ...(left.length * right.length > pairsMost
      ? [...lines('missing', left), ...lines('added', right)]
      : fewestChanges(left, right)),
    ...lines('same', before.slice(before.length - end)),
  ];
}

/** What has changed, with so many lines around it; longer stretches of what is the same are only counted. */
export function withContext(diff: readonly DiffLine[], around: number): readonly (DiffLine | DiffGap)[] {
  const near = new Set<number>();
  diff.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    for (let each = index - around; each <= index + around; each += 1) near.add(each);
  });
  const shown: (DiffLine | DiffGap)[] = [];
  diff.forEach((line, index) => {
    const last = shown.at(-1);
    if (near.has(index)) shown.push(line);
    else if (last?.kind === 'gap') shown[shown.length - 1] = { kind: 'gap', count: last.count + 1 };
    else shown.push({ kind: 'gap', count: 1 });
  });
  return shown;
}

function fewestChanges(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = commonLengths(before, after);
  const diff: DiffLine[] = [];
  let [one, other] = [0, 0];
  while (one < before.length || other < after.length) {
    const [left, right] = [before[one], after[other]];
    if (left !== undefined && left === right) {
      diff.push({ kind: 'same', text: left });
      one += 1;
      other += 1;
    } else if (
      left !== undefined &&
      (right === undefined || keeps(common, one + 1, other) >= keeps(common, one, other + 1))
    ) {
      diff.push({ kind: 'missing', text: left });
      one += 1;
    } else {
      diff.push({ kind: 'added', text: right ?? '' });
      other += 1;
    }
  }
  return diff;
}

function lines(kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ kind, text }));
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** How many lines the rests of both have in common, from each pair of places on. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let one = before.length - 1; one >= 0; one -= 1) {
    const row = lengths[one];
    for (let other = after.length - 1; other >= 0 && row !== undefined; other -= 1) {
      row[other] =
        before[one] === after[other]
          ? keeps(lengths, one + 1, other + 1) + 1
          : Math.max(keeps(lengths, one + 1, other), keeps(lengths, one, other + 1));
    }
  }
  return lengths;
}

function keeps(lengths: readonly Uint32Array[], one: number, other: number): number {
  return lengths[one]?.[other] ?? 0;
}
