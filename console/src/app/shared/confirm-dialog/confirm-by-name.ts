import { Component, inject } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import type { MatDialog } from '@angular/material/dialog';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { firstValueFrom } from 'rxjs';
import { outlinedFields } from '../form/outlined-fields';
import { ProblemMessage } from '../form/problem-message';
import { Submission } from '../form/submission';
import type { Question } from './confirm-dialog';

export interface QuestionByName extends Question {
  /** What has to be typed. */
  name: string;
  /** What it is, such as "The policy’s name". */
  label: string;
  /** What is said where something else was typed. */
  mismatch: string;
  /** What is then done while the dialog is there, which says how it goes; nothing, where the page does it itself. */
  act?: { readonly progress: string; readonly send: () => Promise<unknown> };
}

@Component({
  selector: 'hb-confirm-by-name',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    ProblemMessage,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <form [formGroup]="form" (ngSubmit)="confirm()">
      <mat-dialog-content>
        <p>{{ question.detail }}</p>
        <p>
          Type <code>{{ question.name }}</code> to go on.
        </p>
        <mat-form-field hideRequiredMarker>
          <mat-label>{{ question.label }}</mat-label>
          <input
            matInput
            formControlName="name"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            cdkFocusInitial
          />
          <mat-error>{{ question.mismatch }}</mat-error>
        </mat-form-field>
        @if (submission.problem(); as problem) {
          <hb-problem-message [problem]="problem" />
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" mat-dialog-close [disabled]="submission.busy()">Keep</button>
        <button matButton="filled" class="destructive" type="submit" [disabled]="submission.busy()" disabledInteractive>
          {{ submission.busy() ? question.act?.progress : question.action }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styleUrl: './confirm-by-name.scss',
})
export class ConfirmByName {
  private readonly dialog = inject<MatDialogRef<ConfirmByName, boolean>>(MatDialogRef);
  protected readonly question = inject<QuestionByName>(MAT_DIALOG_DATA);

  protected readonly submission = new Submission();
  protected readonly form = inject(NonNullableFormBuilder).group({
    name: ['', ({ value }: { value: string }) => (value.trim() === this.question.name ? null : { otherName: true })],
  });

  protected async confirm(): Promise<void> {
    const act = this.question.act?.send ?? (() => Promise.resolve());
    if (await this.submission.submit(this.form, act)) this.dialog.close(true);
  }
}

/**
 * Has the name of something typed before what is done to it cannot be undone; false when the dialog was left, also after
 * that has failed.
 */
export async function confirmByName(dialog: MatDialog, question: QuestionByName): Promise<boolean> {
  const opened = dialog.open<ConfirmByName, QuestionByName, boolean>(ConfirmByName, {
    data: question,
    role: 'alertdialog',
    width: '480px',
  });
  return (await firstValueFrom(opened.afterClosed())) === true;
}
