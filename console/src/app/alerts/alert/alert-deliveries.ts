import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { AlertDelivery, DeliveryEvent, DeliveryStatus } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { toApiProblem } from '../../core/api/problem';
import { Session } from '../../core/session/session';
import { StatusDot } from '../../shared/status/status-dot';
import { RelativeTime } from '../../shared/time/relative-time';

const statusWords: Readonly<Record<DeliveryStatus, string>> = {
  QUEUED: 'Queued',
  SENDING: 'Sending',
  SENT: 'Sent',
  FAILED: 'Failed',
  SUPERSEDED: 'Left out',
};
const eventWords: Readonly<Record<DeliveryEvent, string>> = {
  firing: 'Firing',
  resolved: 'Resolved',
  reminder: 'Reminder',
  test: 'Test',
};
const tones: Readonly<Partial<Record<DeliveryStatus, string>>> = {
  SENT: 'SUCCEEDED',
  FAILED: 'FAILED',
  SENDING: 'RUNNING',
};
/** How long the word of a message stays, in milliseconds. */
const wordShown = 8_000;

/** Who was told, and whether it arrived. */
@Component({
  selector: 'hb-alert-deliveries',
  imports: [MatButton, RelativeTime, StatusDot],
  template: `
    <h2>Messages</h2>
    <ul>
      @for (message of deliveries(); track message.id) {
        <li>
          <span class="channel">{{ message.channelName }}</span>
          <span class="quiet">{{ events[message.event] }}</span>
          <span class="status" [attr.data-status]="tones[message.status]">
            <hb-status-dot />{{ statuses[message.status] }}
          </span>
          <span class="when quiet">
            <hb-relative-time [at]="message.sentAt ?? message.createdAt" />
            @if (message.attempts > 1) {
              · {{ message.attempts }} attempts
            }
          </span>
          @if (mayManage && (message.status === 'FAILED' || message.status === 'SENT')) {
            <button
              matButton
              type="button"
              disabledInteractive
              [disabled]="resending() !== null"
              [attr.aria-label]="'Send again by ' + message.channelName"
              (click)="resend(message)"
            >
              Send again
            </button>
          }
          @if (message.lastError; as error) {
            <span class="error">{{ error }}</span>
          }
        </li>
      } @empty {
        <li class="quiet">Nobody was told of this alert.</li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      padding: 12px 15px 8px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 14px;
      align-items: center;
      min-height: 38px;
      padding: 4px 15px;
      border-top: 1px solid var(--hb-line);
    }
    .channel {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .status {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      color: var(--hb-status-text, var(--hb-text-secondary));
    }
    .when {
      margin-inline-start: auto;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .error {
      flex-basis: 100%;
      font-size: 12px;
      color: var(--hb-critical-text);
      overflow-wrap: anywhere;
    }
  `,
})
export class AlertDeliveries {
  private readonly api = inject(AlertsApi);
  private readonly snackBar = inject(MatSnackBar);

  readonly deliveries = input.required<readonly AlertDelivery[]>();
  readonly resent = output();

  protected readonly mayManage = inject(Session).can('alert.manage');
  protected readonly statuses = statusWords;
  protected readonly events = eventWords;
  protected readonly tones = tones;
  protected readonly resending = signal<string | null>(null);

  protected async resend({ id, channelName }: AlertDelivery): Promise<void> {
    if (this.resending() !== null) return;
    this.resending.set(id);
    try {
      await firstValueFrom(this.api.deliveries.resend(id));
      this.snackBar.open(`It is sent again by ${channelName}.`, 'Close', { duration: wordShown });
      this.resent.emit();
    } catch (error) {
      const problem = toApiProblem(error);
      this.snackBar.open(`It is not sent again. ${problem.detail || problem.title}`, 'Close');
    } finally {
      this.resending.set(null);
    }
  }
}
