import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { BackupsApi } from '../../core/api/backups.api';
import { formatBytes } from '../../shared/figures/format';
import { FailureState } from '../../shared/page-state/failure-state';
import { RelativeTime } from '../../shared/time/relative-time';

const shownSnapshots = 6;

/** The newest snapshots of a host, with the way to all of them. */
@Component({
  selector: 'hb-newest-snapshots',
  imports: [FailureState, RelativeTime, RouterLink],
  template: `
    <header>
      <h2>Snapshots</h2>
      <a [routerLink]="['/dashboard/backups/policies', policyId(), 'snapshots']" [queryParams]="{ node: nodeId() }">
        All snapshots
      </a>
    </header>
    @if (list.error(); as error) {
      <hb-failure-state [error]="error" (retry)="list.reload()" />
    } @else if (newest(); as snapshots) {
      <ul>
        @for (snapshot of snapshots; track snapshot.id) {
          <li>
            <a
              class="hb-mono"
              [routerLink]="['/dashboard/backups/policies', policyId(), 'snapshots', snapshot.id]"
              [queryParams]="{ node: nodeId() }"
              >{{ snapshot.id.slice(0, 8) }}</a
            >
            <span class="quiet">{{ snapshot.sizeBytes === null ? '' : bytes(snapshot.sizeBytes) }}</span>
            <hb-relative-time class="quiet" [at]="snapshot.at" />
          </li>
        } @empty {
          <li class="quiet">None known yet.</li>
        }
      </ul>
    } @else {
      <ul aria-hidden="true">
        <li><span class="hb-skeleton">4f1c2e9d 2.1 GB</span></li>
      </ul>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 12px 15px 8px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 12px;
      align-items: center;
      min-height: 34px;
      padding: 4px 15px;
      border-top: 1px solid var(--hb-line);
    }
    hb-relative-time {
      margin-inline-start: auto;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class NewestSnapshots {
  private readonly api = inject(BackupsApi);

  readonly policyId = input.required<string>();
  readonly nodeId = input.required<string>();
  /** The newest snapshot that is known of: the list is to be read again when it changes. */
  readonly newestId = input.required<string | null>();

  protected readonly bytes = formatBytes;
  protected readonly list = rxResource({
    params: () => ({ policyId: this.policyId(), nodeId: this.nodeId(), newest: this.newestId() }),
    stream: ({ params }) => this.api.snapshots.list(params.policyId, params.nodeId),
  });
  protected readonly newest = computed(() => {
    if (!this.list.hasValue()) return null;
    return [...this.list.value().items].sort((one, other) => other.at.localeCompare(one.at)).slice(0, shownSnapshots);
  });
}
