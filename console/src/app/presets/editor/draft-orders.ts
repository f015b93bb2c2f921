import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { PublishedPreset } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import type { DraftToPublish } from './publish-dialog';
import { PublishDialog } from './publish-dialog';
import type { StaleChoice, StaleQuestion } from './stale-draft-dialog';
import { StaleDraftDialog } from './stale-draft-dialog';
import type { DraftToTest } from './test-dialog';

/** How long a short word is shown, in milliseconds. */
const wordShown = 5_000;

/** What the editor asks in dialogs before it does something with the draft. */
@Injectable()
export class DraftOrders {
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);

  say(words: string): void {
    this.snackBar.open(words, undefined, { duration: wordShown });
  }

  isAsking(): boolean {
    return this.dialog.openDialogs.length > 0;
  }

  /** What is to become of what stands here and of what others have done; null when that was left open. */
  async askAboutStale(question: StaleQuestion): Promise<StaleChoice | null> {
    const opened = this.dialog.open<StaleDraftDialog, StaleQuestion, StaleChoice>(StaleDraftDialog, {
      data: question,
      width: '1100px',
      maxWidth: 'calc(100vw - 24px)',
      // Nothing is chosen by a click beside it.
      disableClose: true,
    });
    return chosen(await firstValueFrom(opened.afterClosed()));
  }

  /** The version that was published; null when the dialog was left. */
  async publish(draft: DraftToPublish): Promise<PublishedPreset | null> {
    const opened = this.dialog.open<PublishDialog, DraftToPublish, PublishedPreset>(PublishDialog, {
      data: draft,
      width: '560px',
    });
    return chosen(await firstValueFrom(opened.afterClosed()));
  }

  /** Loaded when it is asked for: the output that it shows brings a terminal with it. */
  async test(draft: DraftToTest): Promise<void> {
    try {
      const { TestDialog } = await import('./test-dialog');
      this.dialog.open(TestDialog, { data: draft, width: '900px', maxWidth: 'calc(100vw - 24px)' });
    } catch {
      this.say('The test could not be loaded. Try again.');
    }
  }

  confirmDiscard(version: number): Promise<boolean> {
    return confirm(this.dialog, {
      title: 'Discard the draft?',
      detail:
        version === 0
          ? 'Nothing of it is published yet: the preset is gone with its draft.'
          : `What was written since version ${version} is gone. The version stays.`,
      action: 'Discard',
    });
  }
}

/** A button that only closes a dialog gives an empty text. */
function chosen<Result>(result: Result | '' | undefined): Result | null {
  return result === undefined || result === '' ? null : result;
}
