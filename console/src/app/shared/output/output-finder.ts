import { computed, signal } from '@angular/core';
import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import type { EarlierMatches } from './earlier-matches';
import type { OutputFilter } from './output-log';
import type { StoredMatch } from './stored-search';
import type { LoadedTerminal } from './terminal-loader';

/** Matches that are marked and counted in the terminal. */
export const matchesMost = 1_000;

/** Which match of how many is shown; `index` counts from 0 and is -1 when that is not known. */
export interface FoundMatches {
  readonly index: number;
  readonly count: number;
  /** Whether all that is stored has been searched, or what is shown only. */
  readonly everything: boolean;
}

interface Earlier {
  /** In all of the output, with those in the terminal. */
  readonly count: number;
  /** Those that are not among the last `shown`. */
  before(shown: number): readonly StoredMatch[];
}

const colours = {
  matchBackground: '#4a3d14',
  matchOverviewRuler: '#e2a93b',
  activeMatchBackground: '#8a6a12',
  activeMatchBorder: '#ffd479',
  activeMatchColorOverviewRuler: '#ffd479',
} as const;

/**
 * Finds text in all of the output: in what the terminal keeps by its own search, which is loaded when it is first used,
 * and in the lines before that by reading what is stored.
 */
export class OutputFinder {
  private readonly shown = signal<{ index: number; count: number } | null>(null);
  private readonly earlier = signal<Earlier | 'unread' | null>(null);
  /** Counts from 0 over all matches; null while one in the terminal is marked. */
  private readonly earlierIndex = signal<number | null>(null);
  private addon: Promise<SearchAddon> | null = null;
  /** The newest order; an older one that had to wait for the search to be loaded is dropped. */
  private order = 0;
  private caseSensitive = false;
  private filter: OutputFilter = 'all';

  private readonly before = computed<readonly StoredMatch[]>(() => {
    const [shown, earlier] = [this.shown(), this.earlier()];
    // More matches in the terminal than it counts: nobody knows which of all of them are before those.
    if (shown === null || earlier === null || earlier === 'unread' || shown.count >= matchesMost) return [];
    return earlier.count > shown.count ? earlier.before(shown.count) : [];
  });

  /** Null when nothing is sought. */
  readonly found = computed<FoundMatches | null>(() => {
    const [shown, earlier] = [this.shown(), this.earlier()];
    if (shown === null) return null;
    if (earlier === null || earlier === 'unread') return { ...shown, everything: earlier === null };
    const count = Math.max(earlier.count, shown.count);
    const index = this.earlierIndex() ?? (shown.index < 0 ? -1 : count - shown.count + shown.index);
    return { index, count, everything: true };
  });

  /** A match that is marked but not in the terminal any more. */
  readonly earlierMatch = computed<StoredMatch | null>(() => {
    const [index, found, before] = [this.earlierIndex(), this.found(), this.before()];
    if (index === null || found === null) return null;
    // The list may be shorter than the count: it ends with the match before the first in the terminal.
    return before[index - (this.countBefore() - before.length)] ?? null;
  });

  constructor(
    private readonly loaded: LoadedTerminal,
    private readonly all: EarlierMatches | null,
  ) {}

  /** Which streams the terminal shows. */
  show(filter: OutputFilter): void {
    this.filter = filter;
  }

  /** Stays at the match as long as it still is one while its text is typed, and else at what is on the screen. */
  async start(text: string, caseSensitive: boolean): Promise<void> {
    await this.seek(text, caseSensitive, (addon) => {
      // The addon marks the same text anew only when it has forgotten that it marked it, whatever the case says.
      if (caseSensitive !== this.caseSensitive) addon.clearDecorations();
      this.caseSensitive = caseSensitive;
      this.earlierIndex.set(null);
      const { terminal } = this.loaded;
      const { viewportY, baseY } = terminal.buffer.active;
      const search = { ...options(caseSensitive), incremental: true };
      if (!terminal.hasSelection() && viewportY >= baseY) return addon.findPrevious(text, search);
      // A search begins at the selection.
      if (!terminal.hasSelection()) terminal.select(0, viewportY, 1);
      return addon.findNext(text, search);
    });
  }

  async next(text: string, caseSensitive: boolean): Promise<void> {
    await this.seek(text, caseSensitive, (addon) => {
      const index = this.earlierIndex();
      const shown = this.shown();
      const last = shown !== null && shown.index === shown.count - 1;
      if (index === null && last && this.before().length > 0) return this.goEarlier(this.firstEarlier());
      if (index !== null && index + 1 < this.countBefore()) return this.goEarlier(index + 1);
      if (index !== null) {
        if (shown?.count === 0) return this.goEarlier(this.firstEarlier());
        // On from the terminal's first line.
        this.loaded.terminal.clearSelection();
        this.earlierIndex.set(null);
      }
      return addon.findNext(text, options(caseSensitive));
    });
  }

  async previous(text: string, caseSensitive: boolean): Promise<void> {
    await this.seek(text, caseSensitive, (addon) => {
      const index = this.earlierIndex();
      const shown = this.shown();
      if (index === null && (shown?.index ?? 0) <= 0 && this.before().length > 0) {
        return this.goEarlier(this.countBefore() - 1);
      }
      if (index !== null && index > this.firstEarlier()) return this.goEarlier(index - 1);
      if (index !== null) {
        if (shown?.count === 0) return this.goEarlier(this.countBefore() - 1);
        this.loaded.terminal.clearSelection();
        this.earlierIndex.set(null);
      }
      return addon.findPrevious(text, options(caseSensitive));
    });
  }

  async end(): Promise<void> {
    await this.seek('', false, () => undefined);
  }

  private goEarlier(index: number): void {
    this.earlierIndex.set(index);
  }

  private countBefore(): number {
    const [found, shown] = [this.found(), this.shown()];
    return found === null || shown === null ? 0 : found.count - shown.count;
  }

  private firstEarlier(): number {
    return this.countBefore() - this.before().length;
  }

  private async seek(text: string, caseSensitive: boolean, go: (addon: SearchAddon) => unknown): Promise<void> {
    this.order += 1;
    const { order } = this;
    if (text === '' && this.addon === null) return;
    this.addon ??= this.loadAddon();
    const addon = await this.addon;
    if (order !== this.order) return;
    if (text === '') {
      addon.clearDecorations();
      this.loaded.terminal.clearSelection();
      this.shown.set(null);
      this.earlier.set(null);
      this.earlierIndex.set(null);
      return;
    }
    go(addon);
    await this.lookBefore(text, caseSensitive, order);
  }

  /** Where the terminal has let go of lines, counts in all that is stored. */
  private async lookBefore(text: string, caseSensitive: boolean, order: number): Promise<void> {
    const { terminal } = this.loaded;
    if (this.all === null || !this.all.mayHave(terminal)) return this.earlier.set(null);
    if (this.earlier() === null) this.earlier.set('unread');
    const found = await this.all.find(text, caseSensitive, this.filter).catch(() => 'unread' as const);
    if (order !== this.order) return;
    this.earlier.set(found);
    // Nothing on the screen: the place nearest to it is shown.
    if (this.shown()?.count === 0 && this.earlierIndex() === null && this.before().length > 0) {
      this.goEarlier(this.countBefore() - 1);
    }
  }

  private async loadAddon(): Promise<SearchAddon> {
    const addon = await this.loaded.loadSearch(matchesMost);
    addon.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.shown.set({ index: resultIndex, count: resultCount }),
    );
    return addon;
  }
}

function options(caseSensitive: boolean): ISearchOptions {
  return { caseSensitive, decorations: colours };
}
