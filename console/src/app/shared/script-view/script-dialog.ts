import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { MatDialog } from '@angular/material/dialog';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import { ScriptView } from './script-view';

export interface ShownScript {
  readonly title: string;
  readonly script: string;
  readonly sha256: string;
}

/** A script as it was frozen when it was ordered. */
@Component({
  selector: 'hb-script-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, ScriptView],
  template: `
    <h2 mat-dialog-title>{{ shown.title }}</h2>
    <mat-dialog-content>
      <hb-script-view [script]="shown.script" [sha256]="shown.sha256" />
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close>Close</button>
    </mat-dialog-actions>
  `,
})
export class ScriptDialog {
  protected readonly shown = inject<ShownScript>(MAT_DIALOG_DATA);
}

export function showScript(dialog: MatDialog, shown: ShownScript): void {
  dialog.open<ScriptDialog, ShownScript>(ScriptDialog, {
    data: shown,
    width: '900px',
    maxWidth: 'calc(100vw - 24px)',
    autoFocus: 'pre',
  });
}
