import { signal } from '@angular/core';
import type { OutputStream } from '@hyprbox/contracts';

/** Which streams are shown. */
export type OutputFilter = 'all' | OutputStream;

/** Lines that can be scrolled back to; the server keeps more, and the download gives all of that. */
export const shownLines = 10_000;

/**
 * What of each stream the console keeps. More lines than are shown by more than any screen's rows: what is written after
 * lines were skipped then pushes everything older out of the terminal.
 */
export const outputLogLimits = { lines: shownLines + 500, characters: 2 * 1024 * 1024 } as const;

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
  private readonly counted = signal<Readonly<Record<OutputFilter, number>>>({ all: 0, stdout: 0, stderr: 0 });

  /** Whether older output has been let go of here. */
  readonly incomplete = this.cut.asReadonly();

  /** How many lines have come, with those that are not kept. */
  readonly lines = this.counted.asReadonly();

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
    if (!notice) {
      this.skip(piece.lineFeeds);
      this.counted.update((lines) => ({
        ...lines,
        all: lines.all + piece.lineFeeds,
        [stream]: lines[stream] + piece.lineFeeds,
      }));
    }
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

/** The newest of the pieces that make up a number of lines and of characters; the oldest of them is cut at a line. */
export function newestLines(pieces: readonly OutputPiece[]): readonly OutputPiece[] {
  let lines: number = outputLogLimits.lines;
  let characters: number = outputLogLimits.characters;
  for (let first = pieces.length - 1; first >= 0; first -= 1) {
    const piece = pieces[first];
    if (piece === undefined) break;
    if (piece.lineFeeds >= lines || piece.text.length >= characters) {
      return [withoutOldest(piece, lines), ...pieces.slice(first + 1)];
    }
    lines -= piece.lineFeeds;
    characters -= piece.text.length;
  }
  return pieces;
}

/** The end of a piece, from the beginning of one of its newest lines on. */
function withoutOldest(piece: OutputPiece, lines: number): OutputPiece {
  const surplus = piece.lineFeeds - lines;
  if (surplus <= 0) return piece;
  let start = 0;
  for (let left = surplus; left > 0; left -= 1) start = piece.text.indexOf('\n', start) + 1;
  return {
    ...piece,
    text: piece.text.slice(start),
    line: piece.line === null ? null : piece.line + surplus,
    lineFeeds: lines,
  };
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
