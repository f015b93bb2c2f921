import { Component, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ChannelTest } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { Submission } from '../../shared/form/submission';
import { testWords } from './channel-words';

/** Sends a message by a channel, and shows what the service really answered. */
@Component({
  selector: 'hb-channel-test-button',
  imports: [MatButton],
  template: `
    <button
      matButton="outlined"
      type="button"
      disabledInteractive
      [disabled]="submission.busy()"
      [attr.aria-label]="'Send a test by ' + name()"
      (click)="test()"
    >
      {{ submission.busy() ? 'Sending…' : 'Send a test' }}
    </button>
    <div role="status">
      @if (submission.problem(); as problem) {
        <p class="failed">{{ problem.title }}. {{ problem.detail }}</p>
      } @else if (answer(); as answer) {
        <p [class]="answer.ok ? 'good' : 'failed'">{{ words(answer) }}</p>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    p {
      max-width: 60ch;
      margin-top: 4px;
      font-size: 12px;
      overflow-wrap: anywhere;
    }
    .good {
      color: var(--hb-online-text);
    }
    .failed {
      color: var(--hb-critical-text);
    }
  `,
})
export class ChannelTestButton {
  private readonly api = inject(AlertsApi);

  readonly channelId = input.required<string>();
  readonly name = input.required<string>();

  protected readonly submission = new Submission();
  protected readonly answer = signal<ChannelTest | null>(null);
  protected readonly words = testWords;

  protected async test(): Promise<void> {
    if (this.submission.busy()) return;
    this.answer.set(null);
    await this.submission.send(async () => {
      this.answer.set(await firstValueFrom(this.api.channels.test(this.channelId())));
    });
  }
}
