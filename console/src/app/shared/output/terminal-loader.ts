import { InjectionToken } from '@angular/core';
import type { FitAddon } from '@xterm/addon-fit';
import type { SearchAddon } from '@xterm/addon-search';
import type { ITerminalOptions, Terminal } from '@xterm/xterm';
import { shownLines } from './output-log';

export interface LoadedTerminal {
  terminal: Terminal;
  fit: FitAddon;
  /** Loads the search, which marks up to a number of matches. */
  loadSearch: (highlightLimit: number) => Promise<SearchAddon>;
}

/** Loads xterm as a chunk of its own, when the first output pane is shown. */
export const loadTerminal = new InjectionToken<() => Promise<LoadedTerminal>>('loadTerminal', {
  providedIn: 'root',
  factory: () => async () => {
    const [{ Terminal }, { FitAddon }] = await Promise.all([
      import('@xterm/xterm'),
      import('@xterm/addon-fit'),
      // xterm measures its cells once, when it is opened: the font must be there by then.
      document.fonts.load(`${options.fontSize}px ${options.fontFamily}`),
    ]);
    const terminal = new Terminal(options);
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    const loadSearch = async (highlightLimit: number): Promise<SearchAddon> => {
      const { SearchAddon } = await import('@xterm/addon-search');
      const search = new SearchAddon({ highlightLimit });
      terminal.loadAddon(search);
      return search;
    };
    return { terminal, fit, loadSearch };
  },
});

const options: ITerminalOptions = {
  // The search marks its matches by decorations, which xterm counts among what may still change.
  allowProposedApi: true,
  disableStdin: true,
  convertEol: true,
  scrollback: shownLines,
  screenReaderMode: true,
  // A script may print a colour on the same colour: text stays readable.
  minimumContrastRatio: 4.5,
  cursorStyle: 'bar',
  cursorInactiveStyle: 'none',
  cursorBlink: false,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSize: 12.5,
  lineHeight: 1.35,
  // The rows' own marks are painted behind the text.
  allowTransparency: true,
  theme: {
    background: '#0a0c1000',
    foreground: '#e7eaf0',
    cursor: '#0a0c1000',
    selectionBackground: '#6459ee80',
    scrollbarSliderBackground: '#9aa5b433',
    scrollbarSliderHoverBackground: '#9aa5b466',
    scrollbarSliderActiveBackground: '#9aa5b480',
    black: '#1a1f27',
    red: '#f2616b',
    green: '#41b88f',
    yellow: '#e2a93b',
    blue: '#8f9bff',
    magenta: '#d28cff',
    cyan: '#56c2d6',
    white: '#e7eaf0',
    brightBlack: '#8490a0',
    brightRed: '#ff8a92',
    brightGreen: '#6fd7b2',
    brightYellow: '#f3c66e',
    brightBlue: '#b3bcff',
    brightMagenta: '#e3b5ff',
    brightCyan: '#8bdcea',
    brightWhite: '#ffffff',
  },
};
