import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { HistoryRange, Spark } from '@hyprbox/contracts';
import { historyRanges } from '@hyprbox/contracts';
import { NodesApi } from '../core/api/nodes.api';
import { toApiProblem } from '../core/api/problem';
import { showHeading } from '../core/heading/page-heading';
import { showLiveSource } from '../core/live/live-sources';
import { pollWhileVisible } from '../core/live/poll';
import { Session } from '../core/session/session';
import { formatBytes } from '../shared/figures/format';
import { Icon } from '../shared/icon/icon';
import { LastSeen } from '../shared/node/last-seen';
import { nodeName, nodeSubtitle } from '../shared/node/node-words';
import { FailureState } from '../shared/page-state/failure-state';
import { PageState } from '../shared/page-state/page-state';
import { NodeStatusLabel } from '../shared/status/node-status-label';
import { BigMetric } from './big-metric';
import { NodeActivityStore } from './node-activity-store';
import { NodeCharts } from './node-charts';
import { NodeEdits } from './node-edits';
import { NodeEvents } from './node-events';
import { NodeFeed } from './node-feed';
import { NodeFilesystems } from './node-filesystems';
import { NodeHistoryStore } from './node-history-store';
import { NodeInventory } from './node-inventory';
import { NodeManagement } from './node-management';
import { NodeStore } from './node-store';
import { NodeTags } from './tags/node-tags';

const refreshSeconds = 30;
const sparkPoints = 60;

/** One host: how it is now, how it was, what it is, and what happened on it. */
@Component({
  selector: 'hb-node-page',
  imports: [
    BigMetric,
    FailureState,
    Icon,
    LastSeen,
    MatButton,
    NodeCharts,
    NodeEvents,
    NodeFilesystems,
    NodeInventory,
    NodeManagement,
    NodeStatusLabel,
    NodeTags,
    PageState,
    RouterLink,
  ],
  providers: [NodeStore, NodeEdits, NodeHistoryStore, NodeActivityStore, NodeFeed],
  templateUrl: './node-page.html',
  styleUrl: './node-page.scss',
})
export class NodePage {
  private readonly api = inject(NodesApi);
  private readonly router = inject(Router);
  private readonly feed = inject(NodeFeed);
  private readonly store = inject(NodeStore);
  protected readonly histories = inject(NodeHistoryStore);
  protected readonly activity = inject(NodeActivityStore);

  readonly nodeId = input.required<string>();
  /** From the query string. */
  readonly range = input<string>();

  protected readonly node = inject(NodeEdits).node;
  protected readonly error = this.store.error;
  protected readonly notFound = computed(
    () => this.error() !== null && toApiProblem(this.error()).kind === 'not-found',
  );
  protected readonly historyRange = computed(() => historyRanges.find((range) => range === this.range()) ?? '1h');
  protected readonly spark = signal<Spark | null>(null);
  protected readonly mayRun = inject(Session).can('job.run');
  protected readonly mayManage = inject(Session).can('node.manage');
  protected readonly name = computed(() => {
    const node = this.node();
    return node === null ? this.nodeId() : nodeName(node);
  });
  protected readonly subtitle = computed(() => {
    const node = this.node();
    return node === null ? '' : nodeSubtitle(node);
  });
  protected readonly away = computed(() => {
    const status = this.node()?.status;
    return status === 'OFFLINE' || status === 'UNKNOWN';
  });
  protected readonly memory = computed(() =>
    amount(this.node()?.metrics?.memUsedBytes, this.node()?.metrics?.memTotalBytes),
  );
  protected readonly disk = computed(() =>
    amount(this.node()?.metrics?.diskUsedBytes, this.node()?.metrics?.diskTotalBytes),
  );
  protected readonly load = computed(() => {
    const { load1, load5, load15 } = this.node()?.metrics ?? {};
    const loads = [load1, load5, load15].filter((load) => load !== undefined);
    return loads.length === 0 ? '' : `Load ${loads.map((load) => load.toFixed(2)).join(' · ')}`;
  });

  constructor() {
    showHeading(() => ({ title: this.name(), trail: [{ label: 'Fleet', link: '/dashboard' }] }));
    showLiveSource(this.feed.contact);
    effect(() => {
      const nodeId = this.nodeId();
      untracked(() => {
        this.spark.set(null);
        this.histories.clear();
        this.feed.follow(nodeId);
        this.loadSpark();
      });
    });
    effect(() => this.histories.load(this.nodeId(), this.historyRange()));
    pollWhileVisible(refreshSeconds, () => {
      this.loadHistory();
      this.loadSpark();
    });
  }

  protected retry(): void {
    this.feed.follow(this.nodeId());
    this.loadHistory();
  }

  protected loadHistory(): void {
    this.histories.load(this.nodeId(), this.historyRange());
  }

  protected changeRange(range: HistoryRange): void {
    void this.router.navigate([], {
      queryParams: { range: range === '1h' ? null : range },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  private loadSpark(): void {
    const nodeId = this.nodeId();
    this.api.sparks([nodeId], sparkPoints).subscribe({
      next: ({ items }) => {
        if (nodeId === this.nodeId()) this.spark.set(items[0] ?? null);
      },
      error: () => {
        // The figures stand without their line; the next round asks again.
      },
    });
  }
}

function amount(used: number | undefined, total: number | undefined): string {
  return used === undefined || total === undefined ? '' : `${formatBytes(used)} of ${formatBytes(total)}`;
}
