import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { formatDuration, formatPercent } from '../shared/figures/format';
import { NodeStatusLabel } from '../shared/status/node-status-label';
import { TimeOfDay } from '../shared/time/time-of-day';
import type { FeedEntry } from './feed-entry';

/** One line of the feed. */
@Component({
  selector: 'hb-feed-row',
  imports: [NodeStatusLabel, RouterLink, TimeOfDay],
  templateUrl: './feed-row.html',
  styleUrl: './feed-row.scss',
  host: { '[attr.data-type]': 'entry().type' },
})
export class FeedRow {
  readonly entry = input.required<FeedEntry>();

  protected readonly figures = computed(() => {
    const entry = this.entry();
    if (entry.type !== 'heartbeat') return [];
    const { cpuPct, memPct, diskPct } = entry.metrics;
    return [
      { label: 'CPU', value: formatPercent(cpuPct) },
      { label: 'Memory', value: formatPercent(memPct) },
      { label: 'Disk', value: formatPercent(diskPct) },
    ];
  });
  /** The job that an entry is about, or else the host. */
  protected readonly link = computed(() => {
    const entry = this.entry();
    if (entry.type !== 'activity') return null;
    const { jobId, nodeId } = entry.activity;
    if (jobId !== undefined) return ['/dashboard/jobs', jobId];
    return nodeId === null ? null : ['/dashboard/nodes', nodeId];
  });
  protected readonly duration = formatDuration;
}
