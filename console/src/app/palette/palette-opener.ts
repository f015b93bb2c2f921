import { Component, inject, Injector } from '@angular/core';
import { Icon } from '../shared/icon/icon';

/** Where a question mark is text. */
const textFields = 'input, textarea, select, [contenteditable]';

/** The search box in the top bar, and the keys that open the palette and the sheet of shortcuts from anywhere. */
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
  styleUrl: './palette-opener.scss',
  host: { '(document:keydown)': 'press($event)' },
})
export class PaletteOpener {
  private readonly injector = inject(Injector);

  protected async open(): Promise<void> {
    const { openPalette } = await import('./open-palette');
    openPalette(this.injector);
  }

  protected press(event: KeyboardEvent): void {
    if (event.altKey || event.repeat) return;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      void this.open();
      return;
    }
    if (event.key !== '?' || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest(textFields) !== null) return;
    event.preventDefault();
    void this.openShortcutSheet();
  }

  private async openShortcutSheet(): Promise<void> {
    const { openShortcutSheet } = await import('./open-palette');
    openShortcutSheet(this.injector);
  }
}
