import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import type { AlertChannel } from '@hyprbox/contracts';
import { AlertsApi } from '../../core/api/alerts.api';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { LoadingForm } from '../../shared/page-state/loading-form';
import { PageState } from '../../shared/page-state/page-state';
import { ChannelEditor } from './channel-editor';

/** How long the word of a new channel stays, in milliseconds. */
const wordShown = 10_000;

/** Writes a new channel, or loads the one that the address names. */
@Component({
  selector: 'hb-channel-page',
  imports: [ChannelEditor, LoadingForm, MatButton, PageState, RouterLink],
  template: `
    <div class="hb-page">
      @if (!mayManage) {
        <hb-page-state
          icon="ban"
          title="Only admins write channels"
          detail="They hold the addresses and secrets that messages are sent with."
        >
          <a matButton="outlined" routerLink="/dashboard/alerts">Go to the alerts</a>
        </hb-page-state>
      } @else {
        @for (item of shown(); track item.key) {
          <hb-channel-editor [channel]="item.channel" (saved)="leave($event)" (left)="leave(null)" />
        } @empty {
          <hb-loading-form what="the channel" [error]="channel.error()" (retry)="channel.reload()">
            <a matButton="outlined" routerLink="/dashboard/alerts/channels">Go to the channels</a>
          </hb-loading-form>
        }
      }
    </div>
  `,
})
export class ChannelPage {
  private readonly api = inject(AlertsApi);
  private readonly router = inject(Router);
  private readonly snackBar = inject(MatSnackBar);

  /** From the address; none for a new one. */
  readonly channelId = input<string>();

  protected readonly mayManage = inject(Session).can('alert.manage');
  protected readonly channel = rxResource({
    params: () => (this.mayManage ? this.channelId() : undefined),
    stream: ({ params }) => this.api.channels.get(params),
  });
  protected readonly shown = computed<readonly { key: string; channel: AlertChannel | null }[]>(() => {
    if (this.channelId() === undefined) return [{ key: 'new', channel: null }];
    if (!this.channel.hasValue()) return [];
    const channel = this.channel.value();
    return [{ key: `${channel.id} ${channel.updatedAt}`, channel }];
  });

  constructor() {
    showHeading(() => ({
      title: this.shown()[0]?.channel?.name ?? (this.channelId() === undefined ? 'New channel' : 'Channel'),
      trail: [
        { label: 'Alerts', link: '/dashboard/alerts' },
        { label: 'Channels', link: '/dashboard/alerts/channels' },
      ],
    }));
  }

  protected leave(saved: AlertChannel | null): void {
    if (saved !== null && this.channelId() === undefined) {
      const words = `${saved.name} is there. Send a test, so that you know that it arrives.`;
      this.snackBar.open(words, 'Close', { duration: wordShown });
    }
    void this.router.navigate(['/dashboard/alerts/channels']);
  }
}
