import { isMap, isNode, isPair, isScalar, isSeq, type Document, type Node } from 'yaml';
import { characters, wholeLine, type SourceRange } from './source-faults.js';

/** The way to a field: its name, its place in a list, and so on. */
export type FieldPath = readonly (string | number)[];

const prefixLength = '# '.length;

/** Tells places in a front matter's YAML as places in the file that it stands in. */
export class FrontMatterPositions {
  private readonly lines: readonly string[];
  /** Where each line begins in the YAML. */
  private readonly starts: readonly number[];

  /** @param linesBefore how many lines of the file stand before the YAML */
  constructor(
    private readonly yaml: string,
    private readonly linesBefore: number,
  ) {
    this.lines = yaml.split('\n');
    let start = 0;
    this.starts = this.lines.map((line) => {
      const here = start;
      start += line.length + 1;
      return here;
    });
  }

  /** Where the value of a field stands, or an item of it; where it is missing, the first line of what lacks it. */
  rangeOf(document: Document, path: FieldPath): SourceRange {
    let node: unknown = document.contents;
    for (const [depth, step] of path.entries()) {
      const found = stepInto(node, step);
      // The opening line of the front matter stands for all of it.
      if (found === null && depth === 0) return wholeLine(this.linesBefore, '# ---');
      if (found === null) return this.firstLineOf(node);
      node = found;
    }
    return isNode(node) && node.range ? this.range(node.range[0], node.range[1]) : this.firstLineOf(node);
  }

  /** Where the name of a field stands. */
  nameRangeOf(document: Document, path: FieldPath): SourceRange {
    const parent = path.slice(0, -1).reduce<unknown>(stepInto, document.contents);
    const name = path.at(-1);
    if (isMap(parent)) {
      const key = parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === name)?.key;
      if (isNode(key) && key.range) return this.range(key.range[0], key.range[1]);
    }
    return this.rangeOf(document, path);
  }

  range(from: number, to: number): SourceRange {
    const start = this.position(from);
    // What goes over lines ends with the line break after it: that is no part of it.
    const end = this.position(Math.max(from, this.yaml.slice(from, to).trimEnd().length + from));
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  private firstLineOf(node: unknown): SourceRange {
    const offset = isNode(node) && node.range ? node.range[0] : 0;
    const { line, column } = this.position(offset);
    const text = this.lines[line - this.linesBefore - 1] ?? '';
    return { line, column, endLine: line, endColumn: Math.max(column, prefixLength + characters(text) + 1) };
  }

  private position(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const before = this.yaml.slice(this.starts[low] ?? 0, offset);
    return { line: this.linesBefore + low + 1, column: prefixLength + characters(before) + 1 };
  }
}

function stepInto(node: unknown, step: string | number): Node | null {
  if (isMap(node)) {
    const pair = node.items.find((each) => isPair(each) && isScalar(each.key) && String(each.key.value) === step);
    return isNode(pair?.value) ? pair.value : null;
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return isNode(item) ? item : null;
  }
  return null;
}
