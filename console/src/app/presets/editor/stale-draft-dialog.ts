import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { StaleBase } from '@hyprbox/contracts';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { DiffView } from '../../shared/line-diff/diff-view';
import { unifiedLines } from '../../shared/line-diff/unified-diff';

export interface StaleQuestion {
  readonly name: string;
  readonly stale: StaleBase;
  /** What stands in the editor. */
  readonly mine: string;
}

export type StaleChoice = 'mine' | 'theirs';

/** Somebody else was there before: shows what they changed and what stands here, and asks which it shall be. */
@Component({
  selector: 'hb-stale-draft-dialog',
  imports: [CopyButton, DiffView, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>{{ question.name }} has changed meanwhile</h2>
    <mat-dialog-content>
      <p>{{ words }} Yours is not saved, and still here.</p>
      <div class="both">
        <section aria-labelledby="theirs-title">
          <h3 id="theirs-title">What they changed</h3>
          @if (theirs.length > 0) {
            <hb-diff-view class="hb-card" label="What they changed" [lines]="theirs" />
          } @else {
            <p class="quiet">Nothing in its text.</p>
          }
        </section>
        <section aria-labelledby="yours-title">
          <h3 id="yours-title">
            What you changed <hb-copy-button label="Copy the whole of yours" [text]="question.mine" />
          </h3>
          @if (yours.length > 0) {
            <hb-diff-view class="hb-card" label="What you changed" [lines]="yours" />
          } @else {
            <p class="quiet">Nothing in its text.</p>
          }
        </section>
      </div>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton type="button" mat-dialog-close cdkFocusInitial>Decide later</button>
      <button matButton="outlined" type="button" [mat-dialog-close]="'theirs'">Take theirs</button>
      <button matButton="filled" type="button" [mat-dialog-close]="'mine'">Keep mine on top of theirs</button>
    </mat-dialog-actions>
  `,
  styles: `
    .both {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 12px;
      margin-top: 12px;
    }
    h3 {
      display: flex;
      gap: 8px;
      align-items: center;
      min-height: 40px;
    }
    hb-diff-view {
      max-height: 46dvh;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    @media (width < 700px) {
      .both {
        grid-template-columns: minmax(0, 1fr);
      }
      hb-diff-view {
        max-height: 30dvh;
      }
    }
  `,
})
export class StaleDraftDialog {
  protected readonly question = inject<StaleQuestion>(MAT_DIALOG_DATA);
  protected readonly theirs = unifiedLines(this.question.stale.theirs);
  protected readonly yours = unifiedLines(this.question.stale.yours);
  protected readonly words =
    this.question.stale.currentRevision > 0
      ? 'Somebody else has saved the draft since you began.'
      : `Version ${this.question.stale.currentVersion} was published since you began, or the draft was discarded.`;
}
