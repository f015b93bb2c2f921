import type { LoadedTerminal } from './terminal-loader';

/** Stands in for xterm in specs, which have no layout: it keeps what was written. */
export class FakeTerminal {
  readonly rows = 24;
  readonly options = { screenReaderMode: true, scrollback: 10_000 };
  readonly buffer = { active: { length: 24, baseY: 0, cursorY: 0, viewportY: 0, getLine: () => undefined } };
  written = '';
  disposed = false;
  focused = false;
  /** What was sought, and how the search says what it found. */
  readonly sought: string[] = [];
  private rendered: () => void = () => undefined;
  private found: (result: { resultIndex: number; resultCount: number }) => void = () => undefined;
  private readonly search = {
    onDidChangeResults: (listener: (result: { resultIndex: number; resultCount: number }) => void) =>
      (this.found = listener),
    findNext: (text: string) => this.find(text),
    findPrevious: (text: string) => this.find(text),
    clearDecorations: () => undefined,
  };

  readonly load = (): Promise<LoadedTerminal> =>
    // It has every member of xterm's terminal that the pane uses.
    Promise.resolve({
      terminal: this,
      fit: { proposeDimensions: () => undefined },
      loadSearch: () => Promise.resolve(this.search),
    } as unknown as LoadedTerminal);

  private find(text: string): void {
    this.sought.push(text);
    const resultCount = this.lines.filter((line) => line.includes(text)).length;
    this.found({ resultIndex: resultCount - 1, resultCount });
  }

  /** The lines without colours. */
  get lines(): string[] {
    return this.written
      .replace(/\x1b\[[\d;:]*m/g, '')
      .split('\n')
      .filter((line) => line !== '');
  }

  write(text: string, done?: () => void): void {
    this.written += text;
    done?.();
  }

  reset(): void {
    this.written = '';
  }

  /** The user scrolls up by some rows. */
  scrollUp(rows: number): void {
    this.buffer.active.baseY = rows;
    this.rendered();
  }

  onRender(listener: () => void): void {
    this.rendered = listener;
  }

  open(): void {}
  onLineFeed(): void {}
  onResize(): void {}
  onSelectionChange(): void {}
  hasSelection(): boolean {
    return false;
  }
  clearSelection(): void {}
  select(): void {}
  focus(): void {
    this.focused = true;
  }
  attachCustomKeyEventHandler(): void {}
  scrollToBottom(): void {}

  dispose(): void {
    this.disposed = true;
  }
}
