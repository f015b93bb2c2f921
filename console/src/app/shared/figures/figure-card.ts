import { Component, input } from '@angular/core';
import type { NodeStatus } from '@hyprbox/contracts';
import { StatusDot } from '../status/status-dot';

/**
 * One headline figure: `<hb-figure-card label="Online">` with the figure in it, and a note in `<span note>` below. Put
 * several side by side; they share the width.
 */
@Component({
  selector: 'hb-figure-card',
  imports: [StatusDot],
  template: `
    <span class="title" [attr.data-status]="status()">
      @if (status() !== null) {
        <hb-status-dot />
      }
      {{ label() }}
    </span>
    <span class="figure"><ng-content /></span>
    <span class="note"><ng-content select="[note]" /></span>
  `,
  styleUrl: './figure-card.scss',
  host: { class: 'hb-card', role: 'region', '[attr.aria-label]': 'label()' },
})
export class FigureCard {
  readonly label = input.required<string>();
  /** Whose colour the card has; none if left out. */
  readonly status = input<NodeStatus | null>(null);
}
