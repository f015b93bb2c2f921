import type { Injector } from '@angular/core';
import { MatDialog, MatDialogState } from '@angular/material/dialog';
import { firstValueFrom, merge } from 'rxjs';
import type { EarlyKeys } from './early-keys';
import { openShortcuts } from './open-shortcuts';
import { Palette } from './palette';

/** Loaded with the palette when it is first asked for, so that the first page does not bring it. */
export async function openPalette(injector: Injector, early: EarlyKeys): Promise<void> {
  const dialog = injector.get(MatDialog);
  // A dialog has a question of its own, and the palette is one already.
  if (early.abandoned || isAsking(dialog)) return;
  const palette = dialog.open(Palette, {
    autoFocus: 'input',
    // Until an opening has played the field has no focus: what is found for the first letters would come later.
    enterAnimationDuration: 0,
    ariaLabel: 'Command palette',
    width: '600px',
    maxWidth: 'calc(100vw - 24px)',
    position: { top: '10vh' },
  });
  // Until then the keys are kept for the field.
  await firstValueFrom(merge(palette.afterOpened(), palette.afterClosed()));
  if (early.abandoned) palette.close();
  else if (palette.getState() === MatDialogState.OPEN) palette.componentInstance.begin(early.text, early.entered);
}

export function openShortcutSheet(injector: Injector): void {
  const dialog = injector.get(MatDialog);
  if (!isAsking(dialog)) openShortcuts(dialog);
}

/** One that is going, and still seen, has been answered. */
function isAsking(dialog: MatDialog): boolean {
  return dialog.openDialogs.some((each) => each.getState() === MatDialogState.OPEN);
}
