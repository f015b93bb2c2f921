import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Node } from '@hyprbox/contracts';
import { Meter } from '../shared/meter/meter';
import { LastSeen } from '../shared/node/last-seen';
import { nodeName, nodeSubtitle } from '../shared/node/node-words';
import { Sparkline } from '../shared/sparkline/sparkline';
import { NodeStatusLabel } from '../shared/status/node-status-label';
import { Visible } from '../shared/visible/visible';
import { SparkStore } from './spark-store';

@Component({
  selector: 'hb-node-card',
  imports: [LastSeen, Meter, NodeStatusLabel, RouterLink, Sparkline, Visible],
  templateUrl: './node-card.html',
  styleUrl: './node-card.scss',
  host: { class: 'hb-card' },
})
export class NodeCard {
  private readonly sparks = inject(SparkStore);

  readonly node = input.required<Node>();

  protected readonly name = computed(() => nodeName(this.node()));
  protected readonly subtitle = computed(() => nodeSubtitle(this.node()));
  protected readonly away = computed(() => this.node().status === 'OFFLINE' || this.node().status === 'UNKNOWN');
  protected readonly spark = computed(() => this.sparks.of(this.node().id)?.cpuPct ?? null);

  protected setVisible(visible: boolean): void {
    this.sparks.setOnScreen(this.node().id, visible);
  }
}
