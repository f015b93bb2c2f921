import type { ListedEntry } from './listing.js';
import { readEntry } from './listing.js';
import { jsonObject, textOf } from './restic-json.js';

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Buffer.from('"\\{}[]');
/** How deep what is looked at stands in `[{"matches":[{…},…],"hits":1,"snapshot":"…"},…]`. */
const depths = { group: 2, match: 4 };

/**
 * Reads what `restic find --json` prints, which is one line however much was found, a match at a time. The snapshot's id
 * stands behind its matches.
 */
export class FindScanner {
  /** Whether anything was printed at all. */
  hasBegun = false;
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  private match: Buffer[] = [];
  private group: Buffer[] = [];
  private entries: ListedEntry[] = [];

  constructor(
    private readonly admits: (path: string) => boolean,
    private readonly onSnapshot: (snapshotId: string, entries: ListedEntry[]) => void,
  ) {}

  push(bytes: Buffer): void {
    this.hasBegun ||= bytes.length > 0;
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const change = this.step(bytes[at]);
      if (change === 0) continue;
      // What belongs to the depth so far ends here: before an opening bracket, behind a closing one.
      const end = change > 0 ? at : at + 1;
      this.keep(bytes.subarray(from, end));
      from = end;
      if (change < 0) this.close();
      this.depth += change;
    }
    this.keep(bytes.subarray(from));
  }

  /** By how much the byte changes the depth. */
  private step(byte: number | undefined): -1 | 0 | 1 {
    if (this.inString) {
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === backslash) this.isEscaped = true;
      else if (byte === quote) this.inString = false;
      return 0;
    }
    if (byte === quote) this.inString = true;
    if (byte === openBrace || byte === openBracket) return 1;
    return byte === closeBrace || byte === closeBracket ? -1 : 0;
  }

  private keep(piece: Buffer): void {
    // Copied: the stream uses its buffer again.
    if (this.depth === depths.match) this.match.push(Buffer.from(piece));
    else if (this.depth === depths.group) this.group.push(Buffer.from(piece));
  }

  private close(): void {
    if (this.depth === depths.match) {
      const fields = jsonObject(take(this.match));
      const entry = fields === null ? null : readEntry(fields);
      if (entry !== null && this.admits(entry.path)) this.entries.push(entry);
    } else if (this.depth === depths.group) {
      // Its matches have been taken out, with their brackets.
      const snapshotId = textOf(jsonObject(take(this.group).replace('"matches":,', ''))?.snapshot);
      if (snapshotId !== null) this.onSnapshot(snapshotId, this.entries);
      this.entries = [];
    }
  }
}

function take(pieces: Buffer[]): string {
  const text = Buffer.concat(pieces).toString('utf8');
  pieces.length = 0;
  return text;
}
