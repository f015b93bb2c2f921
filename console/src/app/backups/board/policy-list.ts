import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { BackupPolicy, BackupTarget } from '@hyprbox/contracts';
import { ProtectionLabel } from '../../shared/backups/protection-label';
import { TimeAhead } from '../../shared/time/time-ahead';

/** The policies themselves, also those that no host falls under yet. */
@Component({
  selector: 'hb-policy-list',
  imports: [ProtectionLabel, RouterLink, TimeAhead],
  template: `
    <h2>Policies</h2>
    <ul>
      @for (policy of policies(); track policy.id) {
        <li>
          <a [routerLink]="['/dashboard/backups/policies', policy.id]">{{ policy.name }}</a>
          <span class="quiet covers">{{ covers(policy) }}</span>
          <span class="quiet when">
            {{ policy.scheduleText }}
            @if (policy.nextRuns[0]; as at) {
              · <hb-time-ahead [at]="at" />
            }
          </span>
          @if (policy.nodes > 0) {
            <hb-protection [protection]="policy.protection" [target]="worstOf(policy)" />
          } @else {
            <span class="none">Covers no host</span>
          }
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    h2 {
      padding: 12px 15px 8px;
    }
    ul {
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.6fr) 150px;
      gap: 2px 16px;
      align-items: center;
      min-height: 40px;
      padding: 6px 15px;
      border-top: 1px solid var(--hb-line);
    }
    a {
      font-weight: 600;
      color: var(--hb-text);
      overflow-wrap: anywhere;
    }
    .quiet {
      color: var(--hb-text-secondary);
      overflow-wrap: anywhere;
    }
    .none {
      color: var(--hb-warning-text);
    }
    @media (width < 800px) {
      li {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .covers {
        grid-area: 2 / 1;
      }
      .when {
        grid-area: 3 / 1 / 3 / 3;
      }
    }
  `,
})
export class PolicyList {
  readonly policies = input.required<readonly BackupPolicy[]>();
  /** What is known of their hosts, worst first. */
  readonly targets = input.required<readonly BackupTarget[]>();

  /** It says which of backup and proof is overdue. */
  protected worstOf({ id, protection }: BackupPolicy): BackupTarget | undefined {
    return this.targets().find((target) => target.policyId === id && target.protection === protection);
  }

  protected covers({ nodeId, tag, nodes }: BackupPolicy): string {
    if (nodeId !== null) return nodeId;
    return `Tag ${tag ?? ''} · ${nodes} ${nodes === 1 ? 'host' : 'hosts'}`;
  }
}
