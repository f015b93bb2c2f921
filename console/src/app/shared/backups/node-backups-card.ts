import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { BackupsApi } from '../../core/api/backups.api';
import { pollWhileVisible } from '../../core/live/poll';
import { Session } from '../../core/session/session';
import { FailureState } from '../page-state/failure-state';
import { RelativeTime } from '../time/relative-time';
import { ProtectionLabel } from './protection-label';

const shownPolicies = 10;
const refreshSeconds = 30;

/** How one host stands under its backup policies, and the way to protect one that has none. */
@Component({
  selector: 'hb-node-backups-card',
  imports: [FailureState, MatButton, ProtectionLabel, RelativeTime, RouterLink],
  template: `
    <header>
      <h2>Backups</h2>
      @if (targets(); as targets) {
        @if (targets.length > 0) {
          <a routerLink="/dashboard/backups" [queryParams]="{ node: nodeId() }">On the board</a>
        }
      }
    </header>
    @if (targets(); as targets) {
      <ul>
        @for (target of targets; track target.policyId) {
          <li>
            <a [routerLink]="['/dashboard/backups/policies', target.policyId]" [queryParams]="{ node: nodeId() }">{{
              target.policyName
            }}</a>
            <hb-protection [protection]="target.protection" [target]="target" />
            <span class="quiet">
              @if (target.lastGoodBackupAt; as at) {
                Backed up <hb-relative-time [at]="at" />,
              } @else {
                Never backed up,
              }
              @if (target.lastProvenRestoreAt; as at) {
                proven <hb-relative-time [at]="at" />
              } @else {
                never proven
              }
            </span>
          </li>
        } @empty {
          <li class="none">
            <span>No policy backs this host up.</span>
            @if (mayManage) {
              <a matButton="outlined" routerLink="/dashboard/backups/policies/new" [queryParams]="{ node: nodeId() }">
                Protect it
              </a>
            }
          </li>
        }
      </ul>
    } @else if (list.error(); as error) {
      <hb-failure-state [error]="error" (retry)="list.reload()" />
    } @else {
      <ul aria-hidden="true">
        <li><span class="hb-skeleton">shop-files protected</span></li>
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
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 8px;
      align-items: center;
      padding: 6px 15px;
      border-top: 1px solid var(--hb-line);
    }
    li > a:first-child {
      min-width: 0;
      overflow: hidden;
      color: var(--hb-text);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .quiet {
      grid-column: 1 / -1;
      font-size: 12px;
    }
    .quiet,
    .none {
      color: var(--hb-text-secondary);
    }
  `,
})
export class NodeBackupsCard {
  private readonly api = inject(BackupsApi);

  readonly nodeId = input.required<string>();

  protected readonly mayManage = inject(Session).can('backup.manage');
  protected readonly list = rxResource({
    params: () => this.nodeId(),
    stream: ({ params: nodeId }) => this.api.targets({ nodeId, limit: shownPolicies }),
  });
  protected readonly targets = computed(() => (this.list.hasValue() ? this.list.value().items : null));

  constructor() {
    pollWhileVisible(refreshSeconds, () => this.list.reload());
  }
}
