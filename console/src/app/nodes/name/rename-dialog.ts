import { Component, inject, signal } from '@angular/core';
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
import { limits } from '@hyprbox/contracts';
import type { ApiProblem } from '../../core/api/problem';
import { toApiProblem } from '../../core/api/problem';
import { keepDraft } from '../../core/drafts/form-draft';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { NodeEdits } from '../node-edits';

/** The server's rule: no control character, no half of a surrogate pair. */
const plainText = /^[^\p{Cc}\p{Cs}]*$/u;

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
        @if (problem(); as problem) {
          <p class="problem" role="alert">
            <strong>{{ problem.title }}.</strong> {{ problem.faultAt('/displayName') ?? problem.detail }}
          </p>
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" mat-dialog-close [disabled]="busy()">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="busy()" disabledInteractive>Save</button>
      </mat-dialog-actions>
    </form>
  `,
  styleUrl: '../node-dialog.scss',
})
export class RenameDialog {
  private readonly edits = inject(NodeEdits);
  private readonly dialog = inject<MatDialogRef<RenameDialog>>(MatDialogRef);
  protected readonly node = inject<Pick<Node, 'id' | 'displayName'>>(MAT_DIALOG_DATA);

  protected readonly longest = limits.nameLength;
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly form = inject(NonNullableFormBuilder).group({
    displayName: [
      this.node.displayName ?? '',
      [Validators.maxLength(limits.nameLength), Validators.pattern(plainText)],
    ],
  });
  private readonly draft = keepDraft(renameDraft(this.node.id), this.form);

  protected async save(): Promise<void> {
    this.form.markAllAsTouched();
    if (!this.form.valid || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const displayName = this.form.getRawValue().displayName.trim();
      await this.edits.save(this.node.id, () => ({ displayName }));
      this.draft.discard();
      this.dialog.close();
    } catch (error) {
      this.problem.set(toApiProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}
