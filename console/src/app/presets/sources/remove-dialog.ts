import { Component, inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import type { MatDialog } from '@angular/material/dialog';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { PresetSource } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetSourcesApi } from '../../core/api/preset-sources.api';
import { FailureState } from '../../shared/page-state/failure-state';
import { PresetUses } from '../preset/preset-uses';
import { presetCount } from './source-words';

/** Asks before a source is deleted, and shows what names its presets. */
@Component({
  selector: 'hb-remove-dialog',
  imports: [FailureState, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, PresetUses],
  template: `
    <h2 mat-dialog-title>Delete {{ source.name }}?</h2>
    <mat-dialog-content>
      @if (source.presets === 0) {
        <p>It brings no presets now. The address for its webhook is no longer taken.</p>
      } @else {
        <p>Its {{ presets }} are retired: nothing starts them any more. Their versions stay to be read.</p>
        @if (uses.hasValue()) {
          @let known = uses.value();
          @if (known.items.length > 0) {
            <h3>What uses them, and does not start them any more</h3>
            <hb-preset-uses [uses]="known" />
          } @else {
            <p>Nothing names them: no schedule, no alert rule, no backup policy.</p>
          }
        } @else if (uses.error(); as error) {
          <hb-failure-state [error]="error" (retry)="uses.reload()" />
        } @else {
          <p role="status">Looking for what uses them…</p>
        }
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close cdkFocusInitial>Keep</button>
      <button matButton="filled" class="destructive" type="button" [mat-dialog-close]="true">Delete</button>
    </mat-dialog-actions>
  `,
  styleUrl: '../../shared/confirm-dialog/confirm-dialog.scss',
})
export class RemoveDialog {
  private readonly api = inject(PresetSourcesApi);
  protected readonly source = inject<PresetSource>(MAT_DIALOG_DATA);

  protected readonly presets = presetCount(this.source.presets);
  protected readonly uses = rxResource({ stream: () => this.api.uses(this.source.id) });
}

/** False where the dialog was left in any other way than by its button. */
export async function isRemovalSure(dialog: MatDialog, source: PresetSource): Promise<boolean> {
  const opened = dialog.open<RemoveDialog, PresetSource, boolean>(RemoveDialog, {
    data: source,
    role: 'alertdialog',
    width: '520px',
  });
  return (await firstValueFrom(opened.afterClosed())) === true;
}
