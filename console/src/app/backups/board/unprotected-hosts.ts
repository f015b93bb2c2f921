import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { UnprotectedNode } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { formatCount } from '../../shared/figures/format';
import { StatusDot } from '../../shared/status/status-dot';

/** Hosts that no enabled policy covers, each with the way to protect it. */
@Component({
  selector: 'hb-unprotected-hosts',
  imports: [MatButton, RouterLink, StatusDot],
  template: `
    <header>
      <h2>
        <hb-status-dot data-status="CRITICAL" />{{ count(total()) }}
        {{ total() === 1 ? 'host has' : 'hosts have' }}
        no backup
      </h2>
      @if (more()) {
        <button matButton type="button" (click)="all.emit()">Show all</button>
      }
    </header>
    <ul>
      @for (host of hosts(); track host.nodeId) {
        <li>
          <a [routerLink]="['/dashboard/nodes', host.nodeId]">{{ host.nodeId }}</a>
          @if (mayManage) {
            <a
              matButton="outlined"
              routerLink="/dashboard/backups/policies/new"
              [queryParams]="{ node: host.nodeId }"
              [attr.aria-label]="'Protect ' + host.nodeId"
              >Protect</a
            >
          }
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      min-height: 44px;
      padding: 4px 8px 4px 15px;
    }
    h2 {
      display: flex;
      gap: 7px;
      align-items: center;
    }
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr));
      gap: 0 24px;
      padding: 0 15px 8px;
      margin: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 12px;
      align-items: center;
      justify-content: space-between;
      min-height: 44px;
      border-top: 1px solid var(--hb-line);
    }
    li > a:first-child {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      color: var(--hb-text);
    }
  `,
})
export class UnprotectedHosts {
  readonly hosts = input.required<readonly UnprotectedNode[]>();
  readonly total = input.required<number>();
  readonly all = output();

  protected readonly mayManage = inject(Session).can('backup.manage');
  protected readonly count = formatCount;
  protected readonly more = computed(() => this.hosts().length < this.total());
}
