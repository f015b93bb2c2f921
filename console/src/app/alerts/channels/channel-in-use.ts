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
import { RouterLink } from '@angular/router';

interface Used {
  readonly channel: string;
  /** Names of the routes that lead to it. */
  readonly routes: readonly string[];
}

/** Says why a channel is not deleted, and the way to what has to be done first. */
@Component({
  selector: 'hb-channel-in-use',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, RouterLink],
  template: `
    <h2 mat-dialog-title>{{ used.channel }} is in use</h2>
    <mat-dialog-content>
      <p>These routes lead to it:</p>
      <ul>
        @for (route of used.routes; track $index) {
          <li>{{ route }}</li>
        } @empty {
          <li>One that was just changed</li>
        }
      </ul>
      <p>Take it out of them first, so that nobody waits for messages that never come.</p>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close>Keep</button>
      <a matButton="filled" routerLink="/dashboard/alerts/routes" mat-dialog-close cdkFocusInitial>Go to the routes</a>
    </mat-dialog-actions>
  `,
  styles: `
    ul {
      padding-inline-start: 20px;
      margin: 6px 0;
    }
    li {
      overflow-wrap: anywhere;
    }
  `,
})
export class ChannelInUse {
  protected readonly used = inject<Used>(MAT_DIALOG_DATA);
}

export function tellInUse(dialog: MatDialog, used: Used): void {
  dialog.open<ChannelInUse, Used>(ChannelInUse, { data: used, role: 'alertdialog', width: '420px' });
}
