import { signal } from '@angular/core';
import type { OutputStream } from '@hyprbox/contracts';

/** Which streams are shown. */
export type OutputFilter = 'all' | OutputStream;

/** What of each stream the console keeps to show; the server keeps more, and the download gives all of that. */
export const outputLogLimits = { lines: 10_000, characters: 4 * 1024 * 1024 } as const;

/** Consecutive text of one stream, or a notice of the console's own about that stream, which is one whole line. */
export interface OutputPiece {
  /** Counts up by arrival, from 1. */
  readonly sequence: number;
  readonly stream: OutputStream;
  readonly notice: boolean;
  readonly text: string;
  /**
   * Number of the line that `text` begins in, counted from 1 over both streams, without notices; null behind a gap, as
   * nobody knows how many lines are missing there.
   */
  readonly line: number | null;
  readonly lineFeeds: number;
}

interface Kept {
  pieces: OutputPiece[];
  lineFeeds: number;
  characters: number;
}

/** The newest output of both streams in the order of its arrival. */
export class OutputLog {
  private readonly kept: Readonly<Record<OutputStream, Kept>> = { stdout: nothing(), stderr: nothing() };
  private newest: OutputPiece | null = null;
  private sequence = 0;
  private line: number | null = 1;
  private listener: () => void = () => undefined;
  private readonly cut = signal(false);

  /** Whether older output has been let go of here. */
  readonly incomplete = this.cut.asReadonly();

  /** The log has one reader; it is told that there is more, and takes it when it is ready. */
  onMore(listener: () => void): void {
    this.listener = listener;
  }

  append(stream: OutputStream, text: string): void {
    if (text !== '') this.add(stream, text, false);
  }

  /** Says on a line of its own that some of a stream is missing. Nobody knows how many lines: those behind have no number. */
  appendGap(stream: OutputStream, text: string): void {
    this.add(stream, `${text}\n`, true);
    this.line = null;
  }

  /** What is kept of the pieces that came after the given one. */
  after(sequence: number, filter: OutputFilter): OutputPiece[] {
    const { stdout, stderr } = this.kept;
    if (filter !== 'all') return newerThan(this.kept[filter].pieces, sequence);
    return [...newerThan(stdout.pieces, sequence), ...newerThan(stderr.pieces, sequence)].sort(
      (one, other) => one.sequence - other.sequence,
    );
  }

  private add(stream: OutputStream, text: string, notice: boolean): void {
    if (this.newest !== null && continuesOnNewLine(this.newest, stream, notice)) this.skip(1);
    this.sequence += 1;
    const piece = { sequence: this.sequence, stream, notice, text, line: this.line, lineFeeds: countLineFeeds(text) };
    if (!notice) this.skip(piece.lineFeeds);
    this.newest = piece;
    this.keep(piece);
    this.listener();
  }

  private skip(lines: number): void {
    if (this.line !== null) this.line += lines;
  }

  private keep(piece: OutputPiece): void {
    const kept = this.kept[piece.stream];
    kept.pieces.push(piece);
    kept.lineFeeds += piece.lineFeeds;
    kept.characters += piece.text.length;
    let surplus = 0;
    for (const oldest of kept.pieces) {
      const enoughLines = kept.lineFeeds - oldest.lineFeeds >= outputLogLimits.lines;
      if (oldest === piece || (!enoughLines && kept.characters <= outputLogLimits.characters)) break;
      kept.lineFeeds -= oldest.lineFeeds;
      kept.characters -= oldest.text.length;
      surplus += 1;
    }
    if (surplus === 0) return;
    kept.pieces.splice(0, surplus);
    this.cut.set(true);
  }
}

/** Another stream's text, or a notice, never goes on in a line that is not finished. */
export function continuesOnNewLine(before: OutputPiece, stream: OutputStream, notice: boolean): boolean {
  return !before.text.endsWith('\n') && (before.stream !== stream || notice);
}

export function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function newerThan(pieces: readonly OutputPiece[], sequence: number): OutputPiece[] {
  let first = pieces.length;
  while (first > 0 && (pieces[first - 1]?.sequence ?? 0) > sequence) first -= 1;
  return pieces.slice(first);
}

function nothing(): Kept {
  return { pieces: [], lineFeeds: 0, characters: 0 };
}
