import type { Injector } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';

/** Loaded only when it is needed, so that the first page does not bring Material's dialogs with it. */
export function closeDialogs(injector: Injector): void {
  injector.get(MatDialog).closeAll();
}
