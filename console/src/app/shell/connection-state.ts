import { Component, computed, inject } from '@angular/core';
import type { LiveState } from '../core/live/live-sources';
import { LiveSources } from '../core/live/live-sources';
import { ServerRecovery } from '../core/recovery/server-recovery';
import { timeOfDay } from '../shared/time/local-time';

/**
 * Whether the figures on the screen are the present ones; when they are not, from when they are. On a page without a
 * stream, whether the server answers.
 */
@Component({
  selector: 'hb-connection-state',
  template: ` <span class="state" [attr.data-state]="state()"><span class="dot"></span>{{ words() }}</span> `,
  host: { role: 'status' },
  styles: `
    .state {
      display: inline-flex;
      align-items: center;
      gap: 7px;
      font-size: 12px;
      color: var(--hb-text-secondary);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .dot {
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--hb-offline);
    }
    [data-state='connected'] .dot,
    [data-state='live'] .dot {
      background: var(--hb-online);
    }
    [data-state='lost'] {
      color: var(--hb-warning-text);
    }
    [data-state='lost'] .dot {
      background: var(--hb-warning);
    }
  `,
})
export class ConnectionState {
  private readonly sources = inject(LiveSources);
  private readonly awaySince = inject(ServerRecovery).awaySince;

  protected readonly state = computed<LiveState | 'connected'>(() => {
    const stream = this.sources.state();
    // An open stream says nothing for calls that are not answered beside it.
    if (stream === 'live' && this.awaySince() !== null) return 'lost';
    return stream ?? (this.awaySince() === null ? 'connected' : 'lost');
  });
  protected readonly words = computed(() => {
    switch (this.state()) {
      case 'connected':
        return 'Connected';
      case 'live':
        return 'Live';
      case 'connecting':
        return 'Connecting…';
      case 'lost':
        return this.lostWords();
    }
  });

  private lostWords(): string {
    const state = this.sources.state();
    if (state === null || state === 'live')
      return `No answer since ${timeOfDay(new Date(this.awaySince() ?? Date.now()))}`;
    const asOf = this.sources.asOf();
    return asOf === null ? 'Connection lost' : `Figures are from ${timeOfDay(new Date(asOf))}`;
  }
}
