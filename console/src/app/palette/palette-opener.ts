import { Component, inject, Injector } from '@angular/core';
import { Icon } from '../shared/icon/icon';
import { EarlyKeys } from './early-keys';
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
      (click)="open()"
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

  /** While the palette is being opened. */
  private early: EarlyKeys | null = null;

  protected async open(): Promise<void> {
    if (this.early !== null) return;
    const early = new EarlyKeys();
    this.early = early;
    try {
      const { openPalette } = await import('./open-palette');
      await openPalette(this.injector, early);
    } finally {
      if (this.early === early) this.early = null;
    }
  }

  protected press(event: KeyboardEvent): void {
    if (this.early !== null) {
      this.early.press(event);
      if (this.early.abandoned) this.early = null;
    }
    switch (this.shortcuts.press(event)) {
      case 'palette':
        void this.open();
        break;
      case 'sheet':
        void this.openShortcutSheet();
        break;
      case null:
        break;
    }
  }

  private async openShortcutSheet(): Promise<void> {
    const { openShortcutSheet } = await import('./open-palette');
    openShortcutSheet(this.injector);
  }
}
