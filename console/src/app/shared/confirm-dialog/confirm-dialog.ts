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
import { firstValueFrom } from 'rxjs';

export interface Question {
  title: string;
  /** What will happen, and whether it can be undone. */
  detail: string;
  /** The verb on the button, such as "Revoke". */
  action: string;
  /** The button that leaves things as they are; "Keep" where something would be gone. */
  decline?: string;
}

@Component({
  selector: 'hb-confirm-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>{{ question.detail }}</mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close cdkFocusInitial>
        {{ question.decline ?? 'Keep' }}
      </button>
      <button matButton="filled" class="destructive" type="button" [mat-dialog-close]="true">
        {{ question.action }}
      </button>
    </mat-dialog-actions>
  `,
  styleUrl: './confirm-dialog.scss',
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
}

/** Asks before something that cannot be undone; false when the dialog was left in any other way. */
export async function confirm(dialog: MatDialog, question: Question): Promise<boolean> {
  const opened = dialog.open<ConfirmDialog, Question, boolean>(ConfirmDialog, {
    data: question,
    role: 'alertdialog',
    width: '420px',
  });
  return (await firstValueFrom(opened.afterClosed())) === true;
}
