import type { OutputStream } from '@hyprbox/contracts';
import { outputStreams } from '@hyprbox/contracts';
import type { Terminal } from '@xterm/xterm';
import type { ExecutionOutput } from './execution-output';
import type { OutputFilter } from './output-log';
import type { StoredMatch } from './stored-search';
import { matchesAt, placesOf, storedText } from './stored-search';

/** Reads all bytes that are kept of a stream. */
export type ReadStored = (stream: OutputStream) => Promise<ArrayBuffer>;

/** Earlier matches that can be gone to, those nearest to what is shown. */
const earlierMost = 1_000;

interface Text {
  readonly stream: OutputStream;
  readonly text: string;
}

/** Finds what the terminal has let go of: in what is kept here, or in all that the server has stored. */
export class EarlierMatches {
  private stored: { readonly receivedBytes: number; readonly texts: Promise<readonly Text[]> } | null = null;

  constructor(
    private readonly output: ExecutionOutput,
    private readonly read: ReadStored,
  ) {}

  /** Whether there is output that the terminal does not hold any more. */
  mayHave({ buffer, options, rows }: Terminal): boolean {
    return this.output.log.incomplete() || buffer.active.length >= (options.scrollback ?? 0) + rows;
  }

  /** How often the text stands in all of the output, and how to show those places that are not among the last `shown`. */
  async find(
    sought: string,
    caseSensitive: boolean,
    filter: OutputFilter,
  ): Promise<{ count: number; before: (shown: number) => readonly StoredMatch[] }> {
    const texts = (await this.texts()).filter(({ stream }) => filter === 'all' || stream === filter);
    const found = texts.map((each) => ({ ...each, places: placesOf(each.text, sought, caseSensitive) }));
    const count = found.reduce((sum, { places }) => sum + places.length, 0);
    const before = (shown: number): readonly StoredMatch[] => {
      let surplus = shown;
      // The lines of the two streams are not in one order any more: those shown are taken off the end of each.
      const kept = [...found].reverse().map(({ stream, text, places }) => {
        const off = Math.min(surplus, places.length);
        surplus -= off;
        return { stream, text, places: places.slice(0, places.length - off) };
      });
      return kept
        .reverse()
        .flatMap(({ stream, text, places }) => matchesAt(stream, text, places.slice(-earlierMost)))
        .slice(-earlierMost);
    };
    return { count, before };
  }

  private texts(): Promise<readonly Text[]> {
    if (!this.output.log.incomplete()) {
      return Promise.resolve(outputStreams.map((stream) => ({ stream, text: this.output.plainText(stream) })));
    }
    const receivedBytes = this.output.receivedBytes();
    if (this.stored?.receivedBytes !== receivedBytes) {
      const texts = Promise.all(
        outputStreams.map(async (stream) => ({ stream, text: storedText(await this.read(stream)) })),
      );
      this.stored = { receivedBytes, texts };
      // What could not be read is asked for again with the next search.
      texts.catch(() => (this.stored = null));
    }
    return this.stored?.texts ?? Promise.resolve([]);
  }
}
