import { Component, computed, input } from '@angular/core';
import type { Node, Spark } from '@hyprbox/contracts';
import { formatBytes } from '../../shared/figures/format';
import { diskName } from '../../shared/node/node-words';
import { BigMetric } from './big-metric';

/** The host's three headline figures, each with its last hour. */
@Component({
  selector: 'hb-node-figures',
  imports: [BigMetric],
  templateUrl: './node-figures.html',
  styleUrl: './node-figures.scss',
  host: { '[attr.aria-busy]': 'node() === null' },
})
export class NodeFigures {
  /** Null while it is being loaded. */
  readonly node = input.required<Node | null>();
  readonly spark = input.required<Spark | null>();
  readonly stale = input(false);

  private readonly metrics = computed(() => this.node()?.metrics ?? null);
  protected readonly load = computed(() => {
    const { load1, load5, load15 } = this.metrics() ?? {};
    const loads = [load1, load5, load15].filter((load) => load !== undefined);
    return loads.length === 0 ? '' : `Load ${loads.map((load) => load.toFixed(2)).join(' · ')}`;
  });
  protected readonly memory = computed(() => amount(this.metrics()?.memUsedBytes, this.metrics()?.memTotalBytes));
  protected readonly diskLabel = computed(() => diskName(this.metrics()));
  protected readonly disk = computed(() => amount(this.metrics()?.diskUsedBytes, this.metrics()?.diskTotalBytes));
}

function amount(used: number | undefined, total: number | undefined): string {
  return used === undefined || total === undefined ? '' : `${formatBytes(used)} of ${formatBytes(total)}`;
}
