import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Meter } from '../../shared/meter/meter';
import { LastSeen } from '../../shared/node/last-seen';
import { diskName, nodeName, nodeSubtitle } from '../../shared/node/node-words';
import { WorseFor } from '../../shared/node/worse-for';
import { PointedName } from '../../shared/pointed-name/pointed-name';
import { Sparkline } from '../../shared/sparkline/sparkline';
import { NodeStatusLabel } from '../../shared/status/node-status-label';
import type { Host } from '../host';
import { SparkStore } from './spark-store';

@Component({
  selector: 'hb-node-card',
  imports: [LastSeen, Meter, NodeStatusLabel, PointedName, RouterLink, Sparkline, WorseFor],
  templateUrl: './node-card.html',
  styleUrl: './node-card.scss',
  host: {
    class: 'hb-card',
    role: 'article',
    '[attr.data-place]': 'place()',
    '[attr.aria-posinset]': 'place() + 1',
    '[attr.aria-setsize]': 'count()',
    '[attr.aria-label]': 'name()',
  },
})
export class NodeCard {
  private readonly sparks = inject(SparkStore);

  readonly host = input.required<Host>();
  /** From 0, among `count` in the list. */
  readonly place = input.required<number>();
  readonly count = input.required<number>();

  protected readonly node = computed(() => this.host().node());
  protected readonly name = computed(() => nodeName(this.node()));
  protected readonly subtitle = computed(() => nodeSubtitle(this.node()));
  protected readonly diskLabel = computed(() => diskName(this.node().metrics));
  protected readonly away = computed(() => this.node().status === 'OFFLINE' || this.node().status === 'UNKNOWN');
  protected readonly spark = computed(() => this.sparks.of(this.host().id)?.cpuPct ?? null);
}
