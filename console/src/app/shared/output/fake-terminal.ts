import type { LoadedTerminal } from './terminal-loader';

/** Stands in for xterm in specs, which have no layout: it keeps what was written. */
export class FakeTerminal {
  readonly rows = 24;
  readonly buffer = { active: { baseY: 0, cursorY: 0, viewportY: 0, getLine: () => undefined } };
  written = '';
  disposed = false;

  readonly load = (): Promise<LoadedTerminal> =>
    // It has every member of xterm's terminal that the pane uses.
    Promise.resolve({ terminal: this, fit: { fit: () => undefined } } as unknown as LoadedTerminal);

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

  open(): void {}
  onLineFeed(): void {}
  onRender(): void {}
  attachCustomKeyEventHandler(): void {}
  scrollToBottom(): void {}

  dispose(): void {
    this.disposed = true;
  }
}
