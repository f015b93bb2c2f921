import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import type { BackupPolicy } from '@hyprbox/contracts';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { PageState } from '../../shared/page-state/page-state';
import { PolicyEditor } from './policy-editor';
import { newInput } from './policy-input';

/** Writes a new policy; the address may name the host that it is for. */
@Component({
  selector: 'hb-new-policy-page',
  imports: [MatButton, PageState, PolicyEditor, RouterLink],
  template: `
    <div class="hb-page">
      @if (mayManage) {
        <hb-policy-editor [start]="start()" (saved)="show($event)" (left)="leave()" />
      } @else {
        <div class="hb-card">
          <hb-page-state
            icon="ban"
            title="Only admins write backup policies"
            detail="You may look at them, and with the operator’s role run them. Ask an admin for a policy, or for the role."
          >
            <a matButton="outlined" routerLink="/dashboard/backups">Go to the backups</a>
          </hb-page-state>
        </div>
      }
    </div>
  `,
})
export class NewPolicyPage {
  private readonly router = inject(Router);

  /** From the query string. */
  readonly node = input<string>();

  protected readonly mayManage = inject(Session).can('backup.manage');
  protected readonly start = computed(() =>
    newInput(this.node() ?? '', Intl.DateTimeFormat().resolvedOptions().timeZone),
  );

  constructor() {
    showHeading(() => ({ title: 'New policy', trail: [{ label: 'Backups', link: '/dashboard/backups' }] }));
  }

  protected show({ id }: BackupPolicy): void {
    void this.router.navigate(['/dashboard/backups/policies', id]);
  }

  protected leave(): void {
    void this.router.navigate(['/dashboard/backups']);
  }
}
