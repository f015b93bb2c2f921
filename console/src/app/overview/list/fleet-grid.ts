import type { ElementRef } from '@angular/core';
import { Component, input, viewChild } from '@angular/core';
import type { Host } from '../host';
import { HostList } from './host-list';
import { NodeCard } from './node-card';

/** Pixels: a card, the space between two, and how narrow a card may get. */
const cardHeight = 141;
const gap = 12;
const cardWidthMin = 260;

/** The hosts as cards. */
@Component({
  selector: 'hb-fleet-grid',
  imports: [NodeCard],
  template: `
    <div
      #list
      class="list"
      role="feed"
      aria-label="Hosts"
      [attr.aria-busy]="loading()"
      [style.height.px]="all.height() - gap"
    >
      <div class="cards" [style.top.px]="all.above()" [style.--columns]="all.columns()">
        @for (drawn of all.drawn(); track drawn.slot) {
          <hb-node-card [host]="drawn.host" [place]="drawn.place" [count]="hosts().length" />
        }
      </div>
    </div>
  `,
  host: { '(keydown)': 'all.move($event)' },
  styles: `
    .list {
      position: relative;
      /* Cards that come and go must not move what is on the screen. */
      overflow-anchor: none;
    }
    .cards {
      position: absolute;
      right: 0;
      left: 0;
      display: grid;
      grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
      grid-auto-rows: ${cardHeight}px;
      gap: ${gap}px;
    }
  `,
})
export class FleetGrid {
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');

  readonly hosts = input.required<readonly Host[]>();
  readonly loading = input.required<boolean>();

  protected readonly gap = gap;
  protected readonly all = new HostList({
    list: this.list,
    hosts: this.hosts,
    rowHeight: () => cardHeight + gap,
    columns: (width) => Math.max(1, Math.floor((width + gap) / (cardWidthMin + gap))),
  });
}
