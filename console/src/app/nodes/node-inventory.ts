import { Component, computed, input } from '@angular/core';
import type { Node } from '@hyprbox/contracts';
import { formatBytes, formatDuration } from '../shared/figures/format';

/** What the host is: hardware, system, agent. What the agent did not report is left out. */
@Component({
  selector: 'hb-node-inventory',
  template: `
    <h2>Details</h2>
    <dl>
      @for (row of rows(); track row.label) {
        <div>
          <dt>{{ row.label }}</dt>
          <dd [class.hb-mono]="row.mono">{{ row.value }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px;
    }
    dl {
      margin-top: 6px;
    }
    div {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      gap: 12px;
      padding: 4px 0;
    }
    dt {
      color: var(--hb-text-secondary);
    }
    dd {
      overflow-wrap: anywhere;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class NodeInventory {
  readonly node = input.required<Node>();

  protected readonly rows = computed(() => {
    const { id, hostname, inventory, metrics, agentVersion, intervalSeconds } = this.node();
    const rows: { label: string; value: string | undefined; mono?: boolean }[] = [
      { label: 'ID', value: id, mono: true },
      { label: 'Hostname', value: hostname, mono: true },
      { label: 'Address', value: inventory.ip, mono: true },
      { label: 'Region', value: inventory.region },
      { label: 'System', value: inventory.os },
      { label: 'Kernel', value: inventory.kernel, mono: true },
      { label: 'Architecture', value: inventory.architecture },
      { label: 'Processor', value: inventory.cpuModel },
      { label: 'Cores', value: inventory.cpuCores?.toString() },
      { label: 'Virtualised', value: inventory.virtualization },
      {
        label: 'Uptime',
        value: metrics?.uptimeSeconds === undefined ? undefined : formatDuration(metrics.uptimeSeconds),
      },
      { label: 'Processes', value: metrics?.processes?.toString() },
      { label: 'Swap', value: swapOf(metrics?.swapUsedBytes, metrics?.swapTotalBytes) },
      { label: 'Agent', value: agentVersion === null ? undefined : `hyprnode ${agentVersion}` },
      { label: 'Reports every', value: formatDuration(intervalSeconds) },
    ];
    return rows.filter(({ value }) => value !== undefined && value !== '');
  });
}

function swapOf(used: number | undefined, total: number | undefined): string | undefined {
  if (used === undefined || total === undefined) return undefined;
  return total === 0 ? 'None' : `${formatBytes(used)} of ${formatBytes(total)}`;
}
