import type { Io } from '../io.js';
import { neutralizeLines, safeJson } from './neutralize.js';
import { paletteFor } from './palette.js';
import type { Palette } from './palette.js';
import { TerminalFilter } from './terminal-filter.js';
import { writeBytes } from './write-bytes.js';

const widthDefault = 80;
const widthMin = 40;

/** Data goes to stdout, as text or as JSON; everything said about it goes to stderr. */
export class Output {
  readonly paint: Palette;
  /** Columns that text may take. */
  readonly width: number;
  /** Lines that a terminal shows at once; null where there is none, and nothing has to fit. */
  readonly height: number | null;

  constructor(
    private readonly io: Io,
    readonly isJson: boolean,
  ) {
    this.paint = paletteFor(io, io.stdout);
    this.height = io.stdout.isTTY === true && io.stdout.rows ? io.stdout.rows : null;
    this.width = Math.max(widthMin, io.stdout.columns ?? widthDefault);
  }

  /** A command's result: the value as one JSON document, or its text. */
  result(value: unknown, text: () => string): Promise<void> {
    return this.isJson ? this.json(value) : writeBytes(this.io.stdout, text());
  }

  /** Text that is the data and is safe to print. */
  text(text: string): Promise<void> {
    return writeBytes(this.io.stdout, text);
  }

  /** One of many results, a line each (NDJSON). */
  record(value: unknown): Promise<void> {
    return writeBytes(this.io.stdout, `${safeJson(value, 0)}\n`);
  }

  /** Text that is the data, such as a script: its exact bytes, but no control of a terminal. */
  document(text: string): Promise<void> {
    if (this.io.stdout.isTTY !== true) return writeBytes(this.io.stdout, text);
    const filter = new TerminalFilter();
    const shown = filter.push(Buffer.from(text, 'utf8')) + filter.end();
    // The shell's prompt begins a line of its own.
    return writeBytes(this.io.stdout, shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`);
  }

  /** Something for the person at the terminal to know; not part of the data. */
  note(text: string): Promise<void> {
    return writeBytes(this.io.stderr, `${neutralizeLines(text)}\n`);
  }

  /** As `note`, but only for a person: scripts and logs do without. */
  async aside(text: string): Promise<void> {
    if (this.io.stderr.isTTY === true && !this.isJson) await this.note(text);
  }

  private json(value: unknown): Promise<void> {
    return writeBytes(this.io.stdout, `${safeJson(value, this.io.stdout.isTTY === true ? 2 : 0)}\n`);
  }
}
