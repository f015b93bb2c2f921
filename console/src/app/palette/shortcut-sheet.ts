import { Component } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';

/** The keys that work everywhere, and those of single pages. */
@Component({
  selector: 'hb-shortcut-sheet',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>Keyboard shortcuts</h2>
    <mat-dialog-content>
      <dl>
        @for (shortcut of shortcuts; track shortcut.does) {
          <div>
            <dt>
              @for (key of shortcut.keys; track $index) {
                <kbd>{{ key }}</kbd>
              }
            </dt>
            <dd>{{ shortcut.does }}</dd>
          </div>
        }
      </dl>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close cdkFocusInitial>Close</button>
    </mat-dialog-actions>
  `,
  styles: `
    div {
      display: grid;
      grid-template-columns: 110px minmax(0, 1fr);
      gap: 12px;
      padding: 5px 0;
    }
    dt {
      display: flex;
      gap: 4px;
    }
    dd {
      color: var(--hb-text);
    }
    kbd {
      padding: 0 6px;
      color: var(--hb-text);
      border: 1px solid var(--hb-line-strong);
      border-radius: 4px;
    }
  `,
})
export class ShortcutSheet {
  protected readonly shortcuts = [
    { keys: ['Ctrl', 'K'], does: 'Search or run (⌘ K on a Mac)' },
    { keys: ['?'], does: 'Show this sheet' },
    { keys: ['Space'], does: 'Live feed: pause and resume' },
    { keys: ['Esc'], does: 'Close what is open' },
  ];
}
