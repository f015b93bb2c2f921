import { Component, inject, input, output } from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import { RouterLink } from '@angular/router';
import type { Node, NodeSort } from '@hyprbox/contracts';
import { Icon } from '../shared/icon/icon';
import { Meter } from '../shared/meter/meter';
import { LastSeen } from '../shared/node/last-seen';
import { nodeName, nodeSubtitle } from '../shared/node/node-words';
import { Sparkline } from '../shared/sparkline/sparkline';
import { NodeStatusLabel } from '../shared/status/node-status-label';
import { Visible } from '../shared/visible/visible';
import { SparkStore } from './spark-store';

interface Column {
  label: string;
  /** What its cells hold: how wide it is. */
  kind: 'host' | 'status' | 'meter' | 'seen';
  /** The order that the first click gives, and the one that the next gives. */
  first: NodeSort;
  second: NodeSort;
}

@Component({
  selector: 'hb-fleet-table',
  imports: [Icon, LastSeen, Meter, NgTemplateOutlet, NodeStatusLabel, RouterLink, Sparkline, Visible],
  templateUrl: './fleet-table.html',
  styleUrl: './fleet-table.scss',
  host: { class: 'hb-card' },
})
export class FleetTable {
  protected readonly sparks = inject(SparkStore);

  readonly nodes = input.required<readonly Node[]>();
  readonly sort = input.required<NodeSort>();
  readonly sortChange = output<NodeSort>();

  protected readonly name = nodeName;
  protected readonly subtitle = nodeSubtitle;
  protected readonly columns: readonly Column[] = [
    { label: 'Host', kind: 'host', first: 'name', second: '-name' },
    { label: 'Status', kind: 'status', first: 'status', second: 'status' },
    { label: 'CPU', kind: 'meter', first: '-cpu', second: 'cpu' },
    { label: 'Memory', kind: 'meter', first: '-mem', second: 'mem' },
    { label: 'Disk', kind: 'meter', first: '-disk', second: 'disk' },
  ];
  protected readonly seen: Column = { label: 'Last seen', kind: 'seen', first: '-lastSeen', second: 'lastSeen' };

  protected ariaSort({ first, second }: Column): 'ascending' | 'descending' | null {
    const sort = this.sort();
    if (sort !== first && sort !== second) return null;
    return sort.startsWith('-') ? 'descending' : 'ascending';
  }

  protected choose({ first, second }: Column): void {
    this.sortChange.emit(this.sort() === first ? second : first);
  }

  protected away(node: Node): boolean {
    return node.status === 'OFFLINE' || node.status === 'UNKNOWN';
  }
}
