import { signal } from '@angular/core';
import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import type { LoadedTerminal } from './terminal-loader';

/** Matches that are marked and counted. */
export const matchesMost = 1_000;

/** Which match of how many is shown; `index` counts from 0 and is -1 when that is not known. */
export interface FoundMatches {
  readonly index: number;
  readonly count: number;
}

const colours = {
  matchBackground: '#4a3d14',
  matchOverviewRuler: '#e2a93b',
  activeMatchBackground: '#8a6a12',
  activeMatchBorder: '#ffd479',
  activeMatchColorOverviewRuler: '#ffd479',
} as const;

/** Finds text in what the terminal keeps; its search is loaded when it is first used. */
export class OutputFinder {
  private readonly matches = signal<FoundMatches | null>(null);
  private addon: Promise<SearchAddon> | null = null;
  /** The newest order; an older one that had to wait for the search to be loaded is dropped. */
  private order = 0;
  private caseSensitive = false;

  /** Null when nothing is sought. */
  readonly found = this.matches.asReadonly();

  constructor(private readonly loaded: LoadedTerminal) {}

  /** Stays at the match as long as it still is one while its text is typed. */
  async start(text: string, caseSensitive: boolean): Promise<void> {
    await this.seek(text, (addon) => {
      // The addon marks the same text anew only when it has forgotten that it marked it, whatever the case says.
      if (caseSensitive !== this.caseSensitive) addon.clearDecorations();
      this.caseSensitive = caseSensitive;
      addon.findNext(text, { ...options(caseSensitive), incremental: true });
    });
  }

  async next(text: string, caseSensitive: boolean): Promise<void> {
    await this.seek(text, (addon) => addon.findNext(text, options(caseSensitive)));
  }

  async previous(text: string, caseSensitive: boolean): Promise<void> {
    await this.seek(text, (addon) => addon.findPrevious(text, options(caseSensitive)));
  }

  async end(): Promise<void> {
    await this.seek('', () => undefined);
  }

  private async seek(text: string, go: (addon: SearchAddon) => void): Promise<void> {
    this.order += 1;
    const { order } = this;
    if (text === '' && this.addon === null) return;
    this.addon ??= this.loadAddon();
    const addon = await this.addon;
    if (order !== this.order) return;
    if (text === '') {
      addon.clearDecorations();
      this.loaded.terminal.clearSelection();
      this.matches.set(null);
    } else {
      go(addon);
    }
  }

  private async loadAddon(): Promise<SearchAddon> {
    const addon = await this.loaded.loadSearch(matchesMost);
    addon.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.matches.set({ index: resultIndex, count: resultCount }),
    );
    return addon;
  }
}

function options(caseSensitive: boolean): ISearchOptions {
  return { caseSensitive, decorations: colours };
}
