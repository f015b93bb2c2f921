import type { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import { LineLabels } from './line-labels';
import type { OutputFilter, OutputLog } from './output-log';
import { outputLogLimits } from './output-log';
import { RowMarksPainter, visibleMarks } from './row-marks';
import { TerminalComposer } from './terminal-composer';
import { handleScrollKey } from './terminal-keys';

interface Elements {
  /** xterm's own; the rows' marks go into the other one. */
  readonly screen: HTMLElement;
  readonly marks: HTMLElement;
}

interface Listeners {
  /** Whether the newest row is on the screen. */
  atEnd(atEnd: boolean): void;
  /** The key that stops and goes on with writing. */
  togglePause(): void;
}

/** Room for the lines of the scrollback and of any screen, with as much again for what is still being written. */
const labelCapacity = 4 * outputLogLimits.lines;

/** Characters of one write: a few milliseconds of parsing. */
const writeCharacters = 16 * 1024;

/** One open terminal that shows a log: at most one write is under way, and at most one begins in each frame. */
export class TerminalSession {
  private readonly labels = new LineLabels(labelCapacity);
  private readonly composer = new TerminalComposer(this.labels);
  private readonly marks: RowMarksPainter;
  private readonly resizes: ResizeObserver;
  private frame: number | null = null;
  private writing = false;
  private lineFeeds = 0;
  private written = 0;
  private filter: OutputFilter = 'all';
  private paused = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly fit: FitAddon,
    private readonly log: OutputLog,
    private readonly elements: Elements,
    private readonly listeners: Listeners,
  ) {
    this.marks = new RowMarksPainter(elements.marks);
    this.resizes = new ResizeObserver(() => this.fit.fit());
  }

  open(): void {
    const { terminal } = this;
    terminal.open(this.elements.screen);
    terminal.onLineFeed(() => (this.lineFeeds += 1));
    terminal.onRender(() => this.afterRender());
    terminal.attachCustomKeyEventHandler((event) => {
      handleScrollKey(event, terminal, this.listeners.togglePause);
      // Nothing is typed into a log; what is not handled here, as Tab, is the browser's.
      return false;
    });
    this.fit.fit();
    this.resizes.observe(this.elements.screen);
    this.log.onMore(() => this.schedule());
    this.schedule();
  }

  /** Shows other streams of the same log from the oldest kept line on. */
  show(filter: OutputFilter): void {
    if (filter === this.filter) return;
    this.filter = filter;
    this.written = 0;
    this.composer.clear();
    // After what is still waiting to be parsed, which belongs to the former text.
    this.terminal.write('', () => {
      this.terminal.reset();
      this.lineFeeds = 0;
    });
    this.schedule();
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
    const pieces = this.log.after(this.written, this.filter);
    const newest = pieces.at(-1);
    if (newest === undefined || this.paused) return;
    this.written = newest.sequence;
    this.writing = true;
    this.write(this.composer.compose(pieces), () => {
      this.writing = false;
      this.schedule();
    });
  }

  /** xterm lets the page breathe between writes, not within one. */
  private write(text: string, done: () => void): void {
    for (let start = 0; start < text.length; start += writeCharacters) {
      this.terminal.write(text.slice(start, start + writeCharacters));
    }
    this.terminal.write('', done);
  }

  private afterRender(): void {
    const { active } = this.terminal.buffer;
    this.listeners.atEnd(active.viewportY >= active.baseY);
    const rows = this.elements.screen.querySelector('.xterm-rows');
    if (rows === null) return;
    const rowHeight = rows.getBoundingClientRect().height / this.terminal.rows;
    this.marks.paint(visibleMarks(this.terminal, this.labels, this.lineFeeds), rowHeight);
  }
}
