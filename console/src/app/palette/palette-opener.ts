import { afterNextRender, Component, DestroyRef, inject, Injector } from '@angular/core';
import { whenIdle } from '../core/drawing/when-idle';
import { Icon } from '../shared/icon/icon';
import type * as OpenPalette from './open-palette';
import type { Wish } from './shortcuts';
import { Shortcuts } from './shortcuts';

/** The search box in the top bar, and the keys that work from anywhere. */
@Component({
  selector: 'hb-palette-opener',
  imports: [Icon],
  template: `
    <button
      type="button"
      aria-label="Search or run… Ctrl K"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      (click)="open('palette')"
    >
      <hb-icon name="search" />
      <span class="words">Search or run…</span>
      <kbd>Ctrl K</kbd>
    </button>
  `,
  providers: [Shortcuts],
  styleUrl: './palette-opener.scss',
  host: { '(document:keydown)': 'press($event)' },
})
export class PaletteOpener {
  private readonly injector = inject(Injector);
  private readonly shortcuts = inject(Shortcuts);

  /** The first page does not bring it: it is fetched when the page is there. */
  private code: typeof OpenPalette | null = null;
  /** What is to be opened once its code is there. */
  private awaited: Wish = null;

  constructor() {
    const owner = inject(DestroyRef);
    afterNextRender(() => owner.onDestroy(whenIdle(() => void this.load())));
    owner.onDestroy(() => (this.awaited = null));
  }

  protected open(wish: Wish): void {
    if (wish === null) return;
    this.awaited = wish;
    if (this.code === null) void this.load();
    else this.openAwaited(this.code);
  }

  protected press(event: KeyboardEvent): void {
    // Whoever types until it is there means what they have called for, and no shortcut.
    if (this.awaited !== null && !event.ctrlKey && !event.metaKey) {
      if (event.key === 'Escape') this.awaited = null;
      return;
    }
    this.open(this.shortcuts.press(event));
  }

  private async load(): Promise<void> {
    try {
      this.code ??= await import('./open-palette');
    } catch {
      // The server is away: it is fetched when it is called for again.
      this.awaited = null;
      return;
    }
    this.openAwaited(this.code);
  }

  private openAwaited({ openPalette, openShortcutSheet }: typeof OpenPalette): void {
    const wish = this.awaited;
    this.awaited = null;
    if (wish === 'palette') openPalette(this.injector);
    else if (wish === 'sheet') openShortcutSheet(this.injector);
  }
}
