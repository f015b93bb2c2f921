import type { Injector } from '@angular/core';
import { ApplicationRef } from '@angular/core';
import { MatDialog, MatDialogState } from '@angular/material/dialog';
import { openShortcuts } from './open-shortcuts';
import { Palette } from './palette';

/** Its field has the focus when this returns: the key after the one that called for it is the field's already. */
export function openPalette(injector: Injector): void {
  const dialog = injector.get(MatDialog);
  // A dialog has a question of its own, and the palette is one already.
  if (isAsking(dialog)) return;
  dialog.open(Palette, {
    autoFocus: 'input',
    delayFocusTrap: false,
    enterAnimationDuration: 0,
    ariaLabel: 'Command palette',
    width: '600px',
    maxWidth: 'calc(100vw - 24px)',
    position: { top: '10vh' },
  });
  injector.get(ApplicationRef).tick();
}

export function openShortcutSheet(injector: Injector): void {
  const dialog = injector.get(MatDialog);
  if (!isAsking(dialog)) openShortcuts(dialog);
}

/** One that is going, and still seen, has been answered. */
function isAsking(dialog: MatDialog): boolean {
  return dialog.openDialogs.some((each) => each.getState() === MatDialogState.OPEN);
}
