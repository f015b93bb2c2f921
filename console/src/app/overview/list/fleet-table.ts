import type { ElementRef } from '@angular/core';
import { Component, inject, input, output, viewChild } from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import { RouterLink } from '@angular/router';
import type { Node, NodeSort } from '@hyprbox/contracts';
import { Icon } from '../../shared/icon/icon';
import { Meter } from '../../shared/meter/meter';
import { LastSeen } from '../../shared/node/last-seen';
import { diskName, nodeName, nodeSubtitle } from '../../shared/node/node-words';
import { WorseFor } from '../../shared/node/worse-for';
import { PointedName } from '../../shared/pointed-name/pointed-name';
import { Sparkline } from '../../shared/sparkline/sparkline';
import { NodeStatusLabel } from '../../shared/status/node-status-label';
import type { Host } from '../host';
import { HostList } from './host-list';
import { SparkStore } from './spark-store';

interface Column {
  label: string;
  /** What its cells hold: how wide it is. */
  kind: 'host' | 'status' | 'meter' | 'seen';
  /** The order that the first click gives, and the one that the next gives. */
  first: NodeSort;
  second: NodeSort;
}

/** Pixels: the head, which stays on the screen, a row, and a row of a narrow screen, below the style sheet's own limit. */
const head = 40;
const rowHeight = 57;
const narrow = 700;
const narrowRowHeight = 117;

@Component({
  selector: 'hb-fleet-table',
  imports: [Icon, LastSeen, Meter, NgTemplateOutlet, NodeStatusLabel, PointedName, RouterLink, Sparkline, WorseFor],
  templateUrl: './fleet-table.html',
  styleUrl: './fleet-table.scss',
  host: { class: 'hb-card', '(keydown)': 'all.move($event)' },
})
export class FleetTable {
  private readonly list = viewChild.required<ElementRef<HTMLElement>>('list');
  protected readonly sparks = inject(SparkStore);

  readonly hosts = input.required<readonly Host[]>();
  readonly loading = input.required<boolean>();
  readonly sort = input.required<NodeSort>();
  readonly sortChange = output<NodeSort>();

  protected readonly all = new HostList({
    list: this.list,
    hosts: this.hosts,
    rowHeight: (screenWidth) => (screenWidth < narrow ? narrowRowHeight : rowHeight),
    head,
  });
  protected readonly name = nodeName;
  protected readonly subtitle = nodeSubtitle;
  protected readonly diskName = diskName;
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
