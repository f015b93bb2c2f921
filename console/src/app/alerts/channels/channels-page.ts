import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatSnackBar } from '@angular/material/snack-bar';
import { RouterLink } from '@angular/router';
import type { AlertChannel } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { showHeading } from '../../core/heading/page-heading';
import { PagedList } from '../../core/paging/paged-list';
import { Session } from '../../core/session/session';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { Icon } from '../../shared/icon/icon';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { ShowMore } from '../../shared/show-more/show-more';
import { ListSkeleton } from '../list-page/list-skeleton';
import { AlertSections } from '../sections/alert-sections';
import { tellInUse } from './channel-in-use';
import { ChannelTestButton } from './channel-test-button';
import { addressWords, channelTypeWords } from './channel-words';

/** What the server says to the deletion of a channel that a route leads to. */
const inUse = 'CHANNEL_IN_USE';

/** By what people are told. */
@Component({
  selector: 'hb-channels-page',
  imports: [
    AlertSections,
    ChannelTestButton,
    FailureState,
    Icon,
    ListSkeleton,
    MatButton,
    PageState,
    RouterLink,
    ShowMore,
  ],
  templateUrl: './channels-page.html',
  styleUrls: ['../../shared/record-list/record-list.scss', '../list-page/list-page.scss'],
})
export class ChannelsPage {
  private readonly api = inject(AlertsApi);
  private readonly dialog = inject(MatDialog);
  private readonly snackBar = inject(MatSnackBar);

  protected readonly mayManage = inject(Session).can('alert.manage');
  protected readonly list = new PagedList<AlertChannel>();
  protected readonly types = channelTypeWords;
  protected readonly address = addressWords;

  constructor() {
    showHeading(() => ({ title: 'Channels', trail: [{ label: 'Alerts', link: '/dashboard/alerts' }] }));
    if (this.mayManage) this.list.show((page) => this.api.channels.list(page));
  }

  protected async remove({ id, name }: AlertChannel): Promise<void> {
    const sure = await confirm(this.dialog, {
      title: `Delete ${name}?`,
      detail: 'Nobody is told by it any more, and what waits to be sent is not sent. Its secrets are forgotten.',
      action: 'Delete',
    });
    if (!sure) return;
    try {
      await firstValueFrom(this.api.channels.delete(id), { defaultValue: undefined });
      this.list.update((channels) => channels.filter((each) => each.id !== id));
    } catch (error) {
      const problem = toApiProblem(error);
      if (problem.code === inUse) {
        await this.explainInUse(id, name);
        return;
      }
      this.snackBar.open(`${name} is not deleted. ${problem.detail || problem.title}`, 'Close');
    }
  }

  private async explainInUse(id: string, channel: string): Promise<void> {
    const routes = await firstValueFrom(this.api.routes.get()).catch(() => null);
    const leading = routes?.items.filter(({ steps }) => steps.some(({ channelIds }) => channelIds.includes(id))) ?? [];
    tellInUse(this.dialog, { channel, routes: leading.map(({ name }) => name) });
  }
}
