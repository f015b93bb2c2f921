import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import type { Activity, Alert, Page } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { EMPTY, expand, forkJoin, map, reduce } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { NodesApi } from '../../core/api/nodes.api';
import { healing } from '../../core/recovery/when-recovered';
import { partWords, severityWords } from '../../shared/alerts/alert-words';
import { FailureState } from '../../shared/page-state/failure-state';
import { TimeOfDay } from '../../shared/time/time-of-day';
import type { Span } from './alert-span';
import { spanAround } from './alert-span';

/** Pages of a host's activity that are looked through for the time in question. */
const pagesMax = 5;
/** Entries that are shown, of activity and of other alerts each. */
const shownMax = 50;

interface Entry {
  readonly key: string;
  readonly at: string;
  readonly words: string;
  readonly link: readonly string[] | null;
  readonly isAlert: boolean;
}

interface Gathered {
  readonly items: readonly Activity[];
  /** There is more of that time than was looked through. */
  readonly incomplete: boolean;
}

interface Found {
  readonly entries: readonly Entry[];
  /** The time lies further back than was looked. */
  readonly incomplete: boolean;
}

/** What else happened on the host at that time: jobs, deploys, backups, other alerts. */
@Component({
  selector: 'hb-alert-surroundings',
  imports: [FailureState, RouterLink, TimeOfDay],
  template: `
    <h2>What else happened on {{ nodeId() }} then</h2>
    @if (found.hasValue()) {
      <ul>
        @for (entry of found.value().entries; track entry.key) {
          <li>
            <hb-time-of-day [at]="entry.at" />
            <span>
              @if (entry.isAlert) {
                <strong>Alert</strong>&ngsp;
              }
              @if (entry.link; as link) {
                <a [routerLink]="link">{{ entry.words }}</a>
              } @else {
                {{ entry.words }}
              }
            </span>
          </li>
        } @empty {
          <li class="quiet">Nothing else.</li>
        }
        @if (found.value().incomplete) {
          <li class="quiet">
            <span>
              It is so long ago that not all of it is listed here.
              <a [routerLink]="['/dashboard/nodes', nodeId()]">See the host</a>
            </span>
          </li>
        }
      </ul>
    } @else if (found.error(); as error) {
      <hb-failure-state [error]="error" (retry)="found.reload()" />
    } @else {
      <ul aria-hidden="true">
        <li><span class="hb-skeleton">restart-service succeeded on web-1</span></li>
      </ul>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      padding: 12px 15px 8px;
      overflow-wrap: anywhere;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 10px;
      align-items: baseline;
      padding: 6px 15px;
      overflow-wrap: anywhere;
      border-top: 1px solid var(--hb-line);
    }
    li > span {
      min-width: 0;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class AlertSurroundings {
  private readonly nodes = inject(NodesApi);
  private readonly alerts = inject(AlertsApi);

  readonly alert = input.required<Alert>();
  readonly nodeId = input.required<string>();

  /** Of an alert that goes on only what happened until it was opened: the host's page is live. */
  private readonly question = computed(
    () => ({ id: this.alert().id, nodeId: this.nodeId(), resolvedAt: this.alert().resolvedAt, alert: this.alert() }),
    { equal: (one, other) => one.id === other.id && one.resolvedAt === other.resolvedAt },
  );
  protected readonly found = healing(
    rxResource({ params: () => this.question(), stream: ({ params: { nodeId, alert } }) => this.find(nodeId, alert) }),
  );

  private find(nodeId: string, alert: Alert): Observable<Found> {
    const span = spanAround(alert, Date.now());
    const [from, to] = [new Date(span.from).toISOString(), new Date(span.to).toISOString()];
    return forkJoin({
      activity: this.activity(nodeId, span),
      others: this.alerts.list({ nodeId, from, to, limit: shownMax + 1 }),
    }).pipe(
      map(({ activity: { items, incomplete }, others }) => {
        const entries = [
          ...items.slice(0, shownMax).map(activityEntry),
          ...others.items
            .filter(({ id, firedAt }) => id !== alert.id && firedAt !== null)
            .slice(0, shownMax)
            .map(alertEntry),
        ];
        return { entries: entries.sort((one, other) => other.at.localeCompare(one.at)), incomplete };
      }),
    );
  }

  private activity(nodeId: string, { from, to }: Span): Observable<Gathered> {
    const page = (cursor: string | null): Observable<Page<Activity>> =>
      this.nodes.activity(nodeId, { limit: limits.pageMax, cursor });
    const reaches = ({ items }: Page<Activity>): boolean => Date.parse(items.at(-1)?.at ?? '') < from;
    return page(null).pipe(
      expand((read, index) =>
        read.nextCursor === null || reaches(read) || index + 1 >= pagesMax ? EMPTY : page(read.nextCursor),
      ),
      reduce<Page<Activity>, Gathered>(
        (all, read) => ({
          items: [...all.items, ...read.items.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)],
          incomplete: read.nextCursor !== null && !reaches(read),
        }),
        { items: [], incomplete: false },
      ),
    );
  }
}

function activityEntry({ id, at, message, jobId, runId }: Activity): Entry {
  const link =
    runId !== undefined ? ['/dashboard/backups/runs', runId] : jobId === undefined ? null : ['/dashboard/jobs', jobId];
  return { key: id, at, words: message, link, isAlert: false };
}

function alertEntry({ id, firedAt, pendingSince, ruleName, severity, target }: Alert): Entry {
  const part = partWords(target);
  const words = `${severityWords[severity]}: ${ruleName}${part === '' ? '' : ` (${part})`}`;
  return { key: id, at: firedAt ?? pendingSince, words, link: ['/dashboard/alerts', id], isAlert: true };
}
