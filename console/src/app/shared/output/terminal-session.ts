import type { Terminal } from '@xterm/xterm';
import type { EarlierMatches } from './earlier-matches';
import { LineLabels } from './line-labels';
import { OutputFinder } from './output-finder';
import type { OutputFilter, OutputLog } from './output-log';
import { outputLogLimits } from './output-log';
import { RowMarksPainter, visibleMarks } from './row-marks';
import { TerminalComposer } from './terminal-composer';
import { handleScrollKey } from './terminal-keys';
import type { LoadedTerminal } from './terminal-loader';
import { TerminalWidth } from './terminal-width';

interface Elements {
  /** xterm's own; the rows' marks go into the other one. */
  readonly screen: HTMLElement;
  readonly marks: HTMLElement;
}

interface Listeners {
  /** Whether the newest row is on the screen. */
  atEnd(atEnd: boolean): void;
  /** Whether the user has marked some of the text. */
  selected(selected: boolean): void;
  /** Whether all that has come is drawn. */
  drawn(drawn: boolean): void;
  /** The key that stops and goes on with writing. */
  togglePause(): void;
}

/** Room for the lines of the scrollback and of any screen, with as much again for what is still being written. */
const labelCapacity = 4 * outputLogLimits.lines;

/** What one write holds at most: a few milliseconds of parsing. Each line costs, as the scrollbar follows each. */
const writeLimits = { characters: 12 * 1024, lines: 200 } as const;

/** How long nothing must have been written, in milliseconds, until a screen reader is told of lines again. */
const calmAfter = 1_000;

/**
 * One open terminal that shows a log: one small write a frame, so that the page stays quick whatever is printed. Who
 * prints faster than that is followed by leaps: lines that would scroll out at once are not written.
 */
export class TerminalSession {
  private readonly labels = new LineLabels(labelCapacity);
  private readonly composer = new TerminalComposer(this.labels);
  private readonly marks: RowMarksPainter;
  private readonly resizes: ResizeObserver;
  private readonly width: TerminalWidth;
  private readonly terminal: Terminal;
  readonly finder: OutputFinder;
  private frame: number | null = null;
  private writing = false;
  private lineFeeds = 0;
  /** In pixels; null until it is measured anew. To measure it in each frame would lay out the page twice. */
  private rowHeight: number | null = null;
  private written = 0;
  /** Composed, but not yet written. */
  private waiting = '';
  private calm: ReturnType<typeof setTimeout> | undefined;
  private filter: OutputFilter = 'all';
  private paused = false;

  constructor(
    loaded: LoadedTerminal,
    private readonly log: OutputLog,
    private readonly elements: Elements,
    private readonly listeners: Listeners,
    earlier: EarlierMatches | null = null,
  ) {
    this.terminal = loaded.terminal;
    this.marks = new RowMarksPainter(elements.marks);
    this.width = new TerminalWidth(loaded.terminal, loaded.fit);
    this.finder = new OutputFinder(loaded, earlier);
    this.resizes = new ResizeObserver(() => this.width.fit());
  }

  open(): void {
    const { terminal } = this;
    terminal.open(this.elements.screen);
    terminal.onLineFeed(() => (this.lineFeeds += 1));
    terminal.onRender(() => this.afterRender());
    terminal.onResize(() => (this.rowHeight = null));
    terminal.onSelectionChange(() => this.listeners.selected(terminal.hasSelection()));
    terminal.attachCustomKeyEventHandler((event) => {
      handleScrollKey(event, terminal, this.listeners.togglePause);
      // Nothing is typed into a log; what is not handled here, as Tab, is the browser's.
      return false;
    });
    this.width.fit();
    this.resizes.observe(this.elements.screen);
    keepScrollbarInView(this.elements.screen);
    this.log.onMore(() => {
      this.listeners.drawn(false);
      this.schedule();
    });
    this.schedule();
  }

  /** Shows other streams of the same log from the oldest kept line on. */
  show(filter: OutputFilter): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.listeners.drawn(false);
    this.finder.show(filter);
    this.written = 0;
    this.waiting = '';
    this.composer.clear();
    // After what is still waiting to be parsed, which belongs to the former text.
    this.terminal.write('', () => {
      this.terminal.reset();
      this.lineFeeds = 0;
    });
    this.schedule();
  }

  /** Whether a line that is longer than the screen goes on in a further row, or to the right. */
  wrap(wrapped: boolean): void {
    this.width.wrap(wrapped);
  }

  selection(): string {
    return this.terminal.getSelection();
  }

  focus(): void {
    this.terminal.focus();
  }

  pause(paused: boolean): void {
    this.paused = paused;
    if (!paused) this.schedule();
  }

  scrollToEnd(): void {
    this.terminal.scrollToBottom();
  }

  close(): void {
    this.log.onMore(() => undefined);
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
    clearTimeout(this.calm);
    this.resizes.disconnect();
    this.terminal.dispose();
  }

  private schedule(): void {
    if (this.frame !== null || this.writing || this.paused) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.writeMore();
    });
  }

  private writeMore(): void {
    if (this.paused) return;
    if (this.waiting === '') this.compose();
    if (this.waiting === '') return this.listeners.drawn(true);
    const end = endOfWrite(this.waiting);
    const text = this.waiting.slice(0, end);
    this.width.makeRoomFor(text);
    this.waiting = this.waiting.slice(end);
    if (this.waiting !== '') this.quietenUntilCalm();
    this.writing = true;
    this.terminal.write(text, () => {
      this.writing = false;
      this.schedule();
    });
  }

  private compose(): void {
    const pieces = this.log.after(this.written, this.filter);
    this.written = pieces.at(-1)?.sequence ?? this.written;
    this.waiting = this.composer.compose(pieces);
  }

  /** Nobody can listen to a flood, and xterm measures every row of it for screen readers, one by one. */
  private quietenUntilCalm(): void {
    clearTimeout(this.calm);
    this.terminal.options.screenReaderMode = false;
    this.calm = setTimeout(() => (this.terminal.options.screenReaderMode = true), calmAfter);
  }

  private afterRender(): void {
    const { active } = this.terminal.buffer;
    this.listeners.atEnd(active.viewportY >= active.baseY);
    this.rowHeight ??= this.measureRow();
    if (this.rowHeight === null) return;
    this.marks.paint(visibleMarks(this.terminal, this.labels, this.lineFeeds), this.rowHeight);
  }

  private measureRow(): number | null {
    const rows = this.elements.screen.querySelector('.xterm-rows');
    return rows === null ? null : rows.getBoundingClientRect().height / this.terminal.rows;
  }
}

/** How much of a text is written at once. */
function endOfWrite(text: string): number {
  let end = 0;
  for (let lines = 0; lines < writeLimits.lines && end < writeLimits.characters; lines += 1) {
    const lineFeed = text.indexOf('\n', end);
    if (lineFeed === -1) return Math.min(text.length, writeLimits.characters);
    end = lineFeed + 1;
  }
  return Math.min(end, writeLimits.characters);
}

/** xterm's scrollbar lies at the end of its rows, which may be far to the right; see output-terminal.scss. */
function keepScrollbarInView(screen: HTMLElement): void {
  const scroller = screen.querySelector<HTMLElement>('.xterm-scrollable-element');
  scroller?.addEventListener(
    'scroll',
    () => scroller.style.setProperty('--hb-output-scrolled', `${scroller.scrollLeft}px`),
    { passive: true },
  );
}
