import { Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { MatTooltip } from '@angular/material/tooltip';
import type { ChangedTags } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/session/session';
import { Icon } from '../../shared/icon/icon';
import type { FleetQuery } from '../fleet-query';
import { FleetStore } from '../fleet-store';
import type { ShownHosts } from './shown-hosts';
import { shownHosts } from './shown-hosts';
import { changedWords } from './tag-effects';
import type { TagHostsDialog } from './tag-hosts-dialog';

/** How long the word of what was changed stays, in milliseconds. */
const wordShown = 8_000;

/** Opens the form that tags many hosts at once, with those in it that the overview shows; for those who may. */
@Component({
  selector: 'hb-tag-hosts',
  imports: [Icon, MatButton, MatTooltip],
  template: `
    @if (mayManage) {
      <!-- What a search shows is known once the whole fleet has been read. -->
      <button
        matButton="outlined"
        type="button"
        aria-label="Tag hosts…"
        aria-haspopup="dialog"
        matTooltip="Give tags to many hosts, or take them away"
        disabledInteractive
        [disabled]="!store.isComplete()"
        (click)="open()"
      >
        <hb-icon name="tags" /><span class="words">Tag hosts…</span>
      </button>
    }
  `,
  styleUrl: './tag-hosts.scss',
})
export class TagHosts {
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  protected readonly store = inject(FleetStore);

  readonly query = input.required<FleetQuery>();

  protected readonly mayManage = inject(Session).can('node.manage');

  protected async open(): Promise<void> {
    const changed = await this.ask();
    // A button that only closes a dialog gives an empty text.
    if (!changed) return;
    this.snackBar.open(changedWords(changed), 'Close', { duration: wordShown });
    this.store.refresh('now');
  }

  /** Loaded when it is asked for: few who look at the fleet tag it. */
  private async ask(): Promise<ChangedTags | '' | undefined> {
    try {
      const { TagHostsDialog: dialog } = await import('./tag-hosts-dialog');
      // It was pressed twice.
      if (this.dialog.openDialogs.length > 0) return undefined;
      const opened = this.dialog.open<TagHostsDialog, ShownHosts, ChangedTags | ''>(dialog, {
        data: shownHosts(this.query(), this.store.rows()),
        width: '720px',
        maxWidth: 'calc(100vw - 24px)',
      });
      return await firstValueFrom(opened.afterClosed());
    } catch {
      this.snackBar.open('The form could not be loaded. Try again.', 'Close');
      return undefined;
    }
  }
}
