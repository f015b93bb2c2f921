import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type { Spark } from '@hyprbox/contracts';
import { NodesApi } from '../core/api/nodes.api';
import { toApiProblem } from '../core/api/problem';
import { painted } from '../core/drawing/after-paint';
import { showHeading } from '../core/heading/page-heading';
import { showLiveSource } from '../core/live/live-sources';
import { pollWhileVisible } from '../core/live/poll';
import { Session } from '../core/session/session';
import { FleetThresholds } from '../core/thresholds/thresholds';
import { NodeAlertsCard } from '../shared/alerts/node-alerts-card';
import { NodeBackupsCard } from '../shared/backups/node-backups-card';
import { Icon } from '../shared/icon/icon';
import { LastSeen } from '../shared/node/last-seen';
import { nodeName, nodeSubtitle, worseSince } from '../shared/node/node-words';
import { FailureState } from '../shared/page-state/failure-state';
import { PageState } from '../shared/page-state/page-state';
import { PointedName } from '../shared/pointed-name/pointed-name';
import { NodeStatusLabel } from '../shared/status/node-status-label';
import { NodeActivity } from './activity/node-activity';
import { NodeActivityStore } from './activity/node-activity-store';
import { HistoryEventsStore } from './history/history-events-store';
import { HistoryStore } from './history/history-store';
import type { HistoryView } from './history/history-view';
import { toHistoryView, toQueryParams } from './history/history-view';
import { NodeHistory } from './history/node-history';
import { NodeJobs } from './jobs/node-jobs';
import { NodeJobsStore } from './jobs/node-jobs-store';
import { NodeEdits } from './node-edits';
import { NodeFeed } from './node-feed';
import { NodeFigures } from './figures/node-figures';
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
    FailureState,
    Icon,
    LastSeen,
    MatButton,
    NodeActivity,
    NodeAlertsCard,
    NodeBackupsCard,
    NodeFigures,
    NodeFilesystems,
    NodeHistory,
    NodeInventory,
    NodeJobs,
    NodeManagement,
    NodeStatusLabel,
    NodeTags,
    PageState,
    PointedName,
    RouterLink,
  ],
  providers: [NodeStore, NodeEdits, HistoryStore, HistoryEventsStore, NodeActivityStore, NodeJobsStore, NodeFeed],
  templateUrl: './node-page.html',
  styleUrl: './node-page.scss',
})
export class NodePage {
  private readonly api = inject(NodesApi);
  private readonly router = inject(Router);
  private readonly feed = inject(NodeFeed);
  private readonly store = inject(NodeStore);
  protected readonly histories = inject(HistoryStore);
  protected readonly events = inject(HistoryEventsStore);

  readonly nodeId = input.required<string>();
  /** From the query string. */
  readonly range = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  protected readonly node = inject(NodeEdits).node;
  protected readonly error = this.store.error;
  /** There is no such host, or no longer: what was measured of a decommissioned one can still be read. */
  protected readonly gone = computed(() => isNotFound(this.error()));
  protected readonly unknown = computed(() => this.gone() && isNotFound(this.histories.error()));
  protected readonly view = computed(() => toHistoryView(this.range(), this.from(), this.to()));
  private readonly drawn = computed(() => this.histories.history() !== null);
  protected readonly spark = signal<Spark | null>(null);
  protected readonly painted = painted();
  protected readonly mayRun = inject(Session).can('job.run');
  protected readonly mayReadAlerts = inject(Session).can('alert.read');
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
  /** Since when the host needs somebody, and of when its status is where HyprBox could not hear it; in words. */
  protected readonly since = computed(() => {
    const node = this.node();
    if (node?.statusAsOf) return `as of ${timeInWords(node.statusAsOf)}`;
    const since = node === null ? null : worseSince(node);
    return since === null ? null : `since ${timeInWords(since)}`;
  });
  /** When an offline host was last heard, in words. */
  protected readonly silentSince = computed(() => {
    const node = this.node();
    return node?.status === 'OFFLINE' && node.lastSeenAt !== null ? timeInWords(node.lastSeenAt) : null;
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
    effect(() => {
      const [nodeId, view] = [this.nodeId(), this.view()];
      // The figures come first.
      if (this.drawn()) untracked(() => this.events.show(nodeId, view));
    });
    inject(FleetThresholds).load();
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

function isNotFound(error: unknown): boolean {
  return error !== null && toApiProblem(error).kind === 'not-found';
}

function timeInWords(at: string): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}
