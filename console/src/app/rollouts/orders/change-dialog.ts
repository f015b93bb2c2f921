import { Component, inject } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
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
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { ResumeRollout, Rollout } from '@hyprbox/contracts';
import { rolloutLimits } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { firstValueFrom } from 'rxjs';
import { atMost } from '../../shared/form/field-faults';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { budgetFault, budgetOf } from '../../shared/rollout-form/rollout-options-form';

/** What is asked before a rollout is stopped or goes on. */
export interface RolloutChangeQuestion {
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly detail: string;
  readonly action: string;
  readonly destructive: boolean;
  /** The budget that has been used up, which has to be raised; null where it may stay. */
  readonly budget: string | null;
  readonly send: (change: ResumeRollout) => Observable<Rollout>;
}

/** Asks for the reason, which the audit log keeps. Closes with the rollout as it has become. */
@Component({
  selector: 'hb-change-dialog',
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
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <form [formGroup]="form" (ngSubmit)="send()">
      <mat-dialog-content>
        <p>{{ question.detail }}</p>
        @if (question.budget !== null) {
          <mat-form-field>
            <mat-label>Budget</mat-label>
            <input matInput autocomplete="off" spellcheck="false" formControlName="budget" cdkFocusInitial />
            <mat-hint>It was {{ question.budget }}: it has to be larger.</mat-hint>
            <mat-error>{{ form.controls.budget.getError('fault') }}</mat-error>
          </mat-form-field>
        }
        <mat-form-field>
          <mat-label>Reason (optional)</mat-label>
          <textarea matInput rows="2" formControlName="reason"></textarea>
          <mat-error>{{ form.controls.reason.getError('fault') }}</mat-error>
        </mat-form-field>
        @if (submission.problem(); as problem) {
          <hb-problem-message [problem]="problem" [fault]="problem.faults[0]?.detail ?? null" />
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" mat-dialog-close [disabled]="submission.busy()">Cancel</button>
        <button
          matButton="filled"
          type="submit"
          [class.destructive]="question.destructive"
          [disabled]="submission.busy()"
          disabledInteractive
        >
          {{ question.action }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styleUrls: ['../../shared/confirm-dialog/confirm-dialog.scss', './dialog.scss'],
})
export class ChangeDialog {
  private readonly dialog = inject<MatDialogRef<ChangeDialog, Rollout>>(MatDialogRef);
  protected readonly question = inject<RolloutChangeQuestion>(MAT_DIALOG_DATA);

  protected readonly submission = new Submission();
  protected readonly form = new FormGroup({
    budget: new FormControl(
      { value: this.question.budget ?? '', disabled: this.question.budget === null },
      { nonNullable: true, validators: budgetFault },
    ),
    reason: new FormControl('', { nonNullable: true, validators: atMost(rolloutLimits.reasonLength) }),
  });

  protected async send(): Promise<void> {
    const { budget, reason } = this.form.getRawValue();
    const change = {
      ...(reason.trim() !== '' && { reason: reason.trim() }),
      ...(this.question.budget !== null && { budget: budgetOf(budget) }),
    };
    await this.submission.submit(this.form, async () => {
      this.dialog.close(await firstValueFrom(this.question.send(change)));
    });
  }
}

/** The rollout as it has become; null when the dialog was left. */
export async function askForChange(dialog: MatDialog, question: RolloutChangeQuestion): Promise<Rollout | null> {
  const opened = dialog.open<ChangeDialog, RolloutChangeQuestion, Rollout>(ChangeDialog, {
    data: question,
    width: '440px',
  });
  return (await firstValueFrom(opened.afterClosed())) ?? null;
}
