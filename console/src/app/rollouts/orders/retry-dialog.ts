import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import type { MatDialog } from '@angular/material/dialog';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { RetriedState, Rollout, RolloutCounts } from '@hyprbox/contracts';
import { retriedStates } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { hostCount } from '../../shared/rollout-form/plan-words';
import { targetStateWords } from '../../shared/rollout/rollout-words';

/** Which states are chosen at first: what went wrong, not what somebody left out. */
const usual: readonly RetriedState[] = ['FAILED', 'LOST'];

/** Runs the same again on the hosts on which it did not succeed. Closes with the rollout that it has made. */
@Component({
  selector: 'hb-retry-dialog',
  imports: [MatButton, MatCheckbox, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, ProblemMessage],
  template: `
    <h2 mat-dialog-title>Run again</h2>
    <mat-dialog-content>
      <p>The same script with the same values, as a rollout of its own, on the hosts that are:</p>
      <div role="group" aria-label="Hosts that are">
        @for (option of options; track option.state) {
          <mat-checkbox [checked]="chosen().includes(option.state)" (change)="choose(option.state, $event.checked)">
            {{ option.word }}: {{ option.count }}
          </mat-checkbox>
        }
      </div>
      @if (submission.problem(); as problem) {
        <hb-problem-message [problem]="problem" [fault]="problem.faults[0]?.detail ?? null" />
      }
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" mat-dialog-close [disabled]="submission.busy()">Cancel</button>
      <button
        matButton="filled"
        type="button"
        [disabled]="submission.busy() || chosen().length === 0"
        disabledInteractive
        (click)="send()"
      >
        {{ submission.busy() ? 'Starting…' : 'Run again' }}
      </button>
    </mat-dialog-actions>
  `,
  styleUrl: './dialog.scss',
})
export class RetryDialog {
  private readonly api = inject(RolloutsApi);
  private readonly dialog = inject<MatDialogRef<RetryDialog, Rollout>>(MatDialogRef);
  private readonly rollout = inject<Rollout>(MAT_DIALOG_DATA);

  protected readonly submission = new Submission();
  private readonly present = retriedStates.filter((state) => retriedCount(this.rollout.counts, state) > 0);
  protected readonly options = this.present.map((state) => ({
    state,
    word: targetStateWords[state],
    count: hostCount(retriedCount(this.rollout.counts, state)),
  }));
  protected readonly chosen = signal<readonly RetriedState[]>(
    this.present.some((state) => usual.includes(state))
      ? this.present.filter((state) => usual.includes(state))
      : this.present,
  );

  protected choose(state: RetriedState, on: boolean): void {
    this.chosen.update((states) => (on ? [...states, state] : states.filter((other) => other !== state)));
  }

  protected async send(): Promise<void> {
    if (this.chosen().length === 0) return;
    await this.submission.send(async () => {
      this.dialog.close(await firstValueFrom(this.api.retry(this.rollout.id, { states: [...this.chosen()] })));
    });
  }
}

export function retriedCount(counts: RolloutCounts, state: RetriedState): number {
  switch (state) {
    case 'FAILED':
      return counts.failed;
    case 'LOST':
      return counts.lost;
    case 'SKIPPED':
      return counts.skipped;
    case 'EXPIRED':
      return counts.expired;
    case 'CANCELLED':
      return counts.cancelled;
  }
}

/** The rollout that was made; null when the dialog was left. */
export async function askForRetry(dialog: MatDialog, rollout: Rollout): Promise<Rollout | null> {
  const opened = dialog.open<RetryDialog, Rollout, Rollout>(RetryDialog, { data: rollout, width: '420px' });
  return (await firstValueFrom(opened.afterClosed())) ?? null;
}
