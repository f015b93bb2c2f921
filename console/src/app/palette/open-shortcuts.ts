import type { MatDialog } from '@angular/material/dialog';
import { ShortcutSheet } from './shortcut-sheet';

export function openShortcuts(dialog: MatDialog): void {
  dialog.open(ShortcutSheet, { width: '420px' });
}
