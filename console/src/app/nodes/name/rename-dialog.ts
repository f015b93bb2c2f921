import { Component, inject } from '@angular/core';
import type { ValidatorFn } from '@angular/forms';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Node } from '@hyprbox/contracts';
import { isPrintableLine, limits } from '@hyprbox/contracts';
import { keepDraft } from '../../core/drafts/form-draft';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { NodeEdits } from '../node-edits';

/** The server's rule. */
const plainText: ValidatorFn = ({ value }) =>
  typeof value === 'string' && isPrintableLine(value) ? null : { plainText: true };

/** The form's key among the drafts. */
export function renameDraft(nodeId: string): string {
  return `nodes/${nodeId}/name`;
}

/** Gives a host the name that people know it by; its id stays. */
@Component({
  selector: 'hb-rename-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    ProblemMessage,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  template: `
    <h2 mat-dialog-title>Rename {{ node.id }}</h2>
    <form [formGroup]="form" (ngSubmit)="save()">
      <mat-dialog-content>
        <mat-form-field>
          <mat-label>Display name</mat-label>
          <input matInput formControlName="displayName" autocomplete="off" cdkFocusInitial />
          <mat-hint>Leave it empty to go by the id, which stays as it is.</mat-hint>
          <mat-error>A name has at most {{ longest }} characters, and no control characters.</mat-error>
        </mat-form-field>
        @if (submission.problem(); as problem) {
          <hb-problem-message [problem]="problem" [fault]="problem.faultAt('/displayName')" />
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" mat-dialog-close [disabled]="submission.busy()">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="submission.busy()" disabledInteractive>Save</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    mat-dialog-content {
      display: flex;
      flex-direction: column;
      gap: 14px;
    }
    mat-form-field {
      margin-top: 6px;
    }
  `,
})
export class RenameDialog {
  private readonly edits = inject(NodeEdits);
  private readonly dialog = inject<MatDialogRef<RenameDialog>>(MatDialogRef);
  protected readonly node = inject<Pick<Node, 'id' | 'displayName'>>(MAT_DIALOG_DATA);

  protected readonly longest = limits.nameLength;
  protected readonly submission = new Submission();
  protected readonly form = inject(NonNullableFormBuilder).group({
    displayName: [this.node.displayName ?? '', [Validators.maxLength(limits.nameLength), plainText]],
  });
  private readonly draft = keepDraft(renameDraft(this.node.id), this.form);

  protected async save(): Promise<void> {
    const displayName = this.form.getRawValue().displayName.trim();
    const saved = await this.submission.submit(this.form, () => this.edits.save(this.node.id, () => ({ displayName })));
    if (!saved) return;
    this.draft.discard();
    this.dialog.close();
  }
}
