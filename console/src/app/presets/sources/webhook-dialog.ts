import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { CreatedPresetSource } from '@hyprbox/contracts';
import { WebhookAddress } from './webhook-address';

/** Shows the new address of a source's webhook, this once. */
@Component({
  selector: 'hb-webhook-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, WebhookAddress],
  template: `
    <h2 mat-dialog-title>{{ source.name }} has a new address for its webhook</h2>
    <mat-dialog-content>
      <p>
        Give it to the repository in the place of the one before, which is no longer taken. It is shown this once: who
        has it can have the repository looked at, and no more.
      </p>
      <hb-webhook-address [address]="source.webhookUrl" />
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="filled" type="button" mat-dialog-close cdkFocusInitial>I have it</button>
    </mat-dialog-actions>
  `,
  styles: `
    p {
      margin-bottom: 14px;
    }
  `,
})
export class WebhookDialog {
  protected readonly source = inject<CreatedPresetSource>(MAT_DIALOG_DATA);
}
