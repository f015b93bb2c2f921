import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { Spark } from '@hyprbox/contracts';
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
import { HistoryStore } from './history/history-store';
import type { HistoryView } from './history/history-view';
import { toHistoryView, toQueryParams } from './history/history-view';
import { NodeHistory } from './history/node-history';
import { NodeActivityStore } from './node-activity-store';
import { NodeEdits } from './node-edits';
import { NodeEvents } from './node-events';
import { NodeFeed } from './node-feed';
import { NodeFilesystems } from './node-filesystems';
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
    NodeEvents,
    NodeFilesystems,
    NodeHistory,
    NodeInventory,
    NodeManagement,
    NodeStatusLabel,
    NodeTags,
    PageState,
    RouterLink,
  ],
  providers: [NodeStore, NodeEdits, HistoryStore, NodeActivityStore, NodeFeed],
  templateUrl: './node-page.html',
  styleUrl: './node-page.scss',
})
export class NodePage {
  private readonly api = inject(NodesApi);
  private readonly router = inject(Router);
  private readonly feed = inject(NodeFeed);
  private readonly store = inject(NodeStore);
  protected readonly histories = inject(HistoryStore);
  protected readonly activity = inject(NodeActivityStore);

  readonly nodeId = input.required<string>();
  /** From the query string. */
  readonly range = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  protected readonly node = inject(NodeEdits).node;
  protected readonly error = this.store.error;
  protected readonly notFound = computed(
    () => this.error() !== null && toApiProblem(this.error()).kind === 'not-found',
  );
  protected readonly view = computed(() => toHistoryView(this.range(), this.from(), this.to()));
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
        this.feed.follow(nodeId);
        this.loadSpark();
      });
    });
    effect(() => {
      const [nodeId, view] = [this.nodeId(), this.view()];
      untracked(() => this.histories.show(nodeId, view));
    });
    pollWhileVisible(refreshSeconds, () => this.loadSpark());
  }

  protected retry(): void {
    this.feed.follow(this.nodeId());
    this.histories.reload();
  }

  /** Back returns to the view before; the page stays where it is scrolled to. */
  protected changeView(view: HistoryView): void {
    void this.router.navigate([], {
      queryParams: toQueryParams(view),
      queryParamsHandling: 'merge',
      scroll: 'manual',
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
