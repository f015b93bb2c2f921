import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { Job } from '@hyprbox/contracts';
import { ScriptView } from '../shared/script-view/script-view';

/** The script as it was frozen when the job was queued. */
@Component({
  selector: 'hb-script-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, ScriptView],
  template: `
    <h2 mat-dialog-title>Script of {{ job.preset }} v{{ job.presetVersion }}</h2>
    <mat-dialog-content>
      <hb-script-view [script]="job.script" [sha256]="job.scriptSha256" />
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close>Close</button>
    </mat-dialog-actions>
  `,
})
export class ScriptDialog {
  protected readonly job = inject<Job>(MAT_DIALOG_DATA);
}
