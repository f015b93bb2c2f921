import { Component, computed, inject } from '@angular/core';
import { LiveSources } from '../core/live/live-sources';

/** Whether the figures on the screen are the present ones; when they are not, from when they are. */
@Component({
  selector: 'hb-connection-state',
  template: `
    @if (words(); as words) {
      <span class="state" [attr.data-state]="sources.state()"><span class="dot"></span>{{ words }}</span>
    }
  `,
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
  protected readonly sources = inject(LiveSources);

  protected readonly words = computed(() => {
    switch (this.sources.state()) {
      case null:
        return '';
      case 'live':
        return 'Live';
      case 'connecting':
        return 'Connecting…';
      case 'lost': {
        const asOf = this.sources.asOf();
        return asOf === null ? 'Connection lost' : `Figures are from ${new Date(asOf).toLocaleTimeString('en-GB')}`;
      }
    }
  });
}
