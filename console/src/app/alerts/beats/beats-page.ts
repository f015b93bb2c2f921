import { Component, inject, Injector } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { Beat } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BeatsApi } from '../../core/api/beats.api';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { pollSeconds } from '../../core/live/contact';
import { pollWhileVisible } from '../../core/live/poll';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { StatusDot } from '../../shared/status/status-dot';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeAhead } from '../../shared/time/time-ahead';
import { ListSkeleton } from '../list-page/list-skeleton';
import { AlertSections } from '../sections/alert-sections';
import { BeatDialog } from './beat-dialog';
import { beatStatusWords, beatTones, rhythmWords } from './beat-words';

/** Jobs elsewhere that are to say at a regular time that they are well. */
@Component({
  selector: 'hb-beats-page',
  imports: [
    AlertSections,
    FailureState,
    Icon,
    ListSkeleton,
    MatButton,
    PageState,
    RelativeTime,
    ShowMore,
    StatusDot,
    TimeAhead,
  ],
  templateUrl: './beats-page.html',
  styleUrls: ['../../shared/record-list/record-list.scss', '../list-page/list-page.scss', './beats-page.scss'],
})
export class BeatsPage {
  private readonly api = inject(BeatsApi);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);
  private readonly injector = inject(Injector);

  protected readonly mayManage = inject(Session).can('alert.manage');
  protected readonly list = new PagedList<Beat>();
  protected readonly statuses = beatStatusWords;
  protected readonly tones = beatTones;
  protected readonly rhythm = rhythmWords;

  constructor() {
    showHeading(() => ({ title: 'Beats', trail: [{ label: 'Alerts', link: '/dashboard/alerts' }] }));
    this.list.show((page) => this.api.list(page));
    pollWhileVisible(pollSeconds, () => this.list.refresh());
  }

  protected async edit(beat: Beat | null): Promise<void> {
    const opened = this.dialog.open<BeatDialog, Beat | null, Beat>(BeatDialog, {
      data: beat,
      injector: this.injector,
      width: '520px',
    });
    if ((await firstValueFrom(opened.afterClosed())) !== undefined) this.list.reload();
  }

  protected async remove({ id, name }: Beat): Promise<void> {
    const sure = await confirm(this.dialog, {
      title: `Delete ${name}?`,
      detail: 'It is not expected any more, and its address is no longer taken. Its rule goes with it.',
      action: 'Delete',
    });
    if (!sure) return;
    try {
      await firstValueFrom(this.api.delete(id), { defaultValue: undefined });
      this.list.update((beats) => beats.filter((each) => each.id !== id));
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`${name} is not deleted. ${problem.detail || problem.title}`, 'Close');
    }
  }
}
