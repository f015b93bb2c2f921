import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { BackupsApi } from '../../core/api/backups.api';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { LoadingForm } from '../../shared/page-state/loading-form';
import { PageState } from '../../shared/page-state/page-state';
import { PolicyEditor } from './policy-editor';
import { inputOf } from './policy-input';

/** Loads the policy that the address names and writes another text of it. */
@Component({
  selector: 'hb-edit-policy-page',
  imports: [LoadingForm, MatButton, PageState, PolicyEditor, RouterLink],
  template: `
    <div class="hb-page">
      @if (!mayManage) {
        <div class="hb-card">
          <hb-page-state
            icon="ban"
            title="Only admins write backup policies"
            detail="You may look at this one, and with the operator’s role run it."
          >
            <a matButton="outlined" [routerLink]="['/dashboard/backups/policies', policyId()]">See the policy</a>
          </hb-page-state>
        </div>
      } @else {
        @for (item of loaded(); track item.policy.id) {
          <hb-policy-editor [start]="item.start" [policy]="item.policy" (saved)="leave()" (left)="leave()" />
        } @empty {
          <hb-loading-form what="the policy" [error]="policy.error()" (retry)="policy.reload()">
            <a matButton="outlined" routerLink="/dashboard/backups">Go to the backups</a>
          </hb-loading-form>
        }
      }
    </div>
  `,
})
export class EditPolicyPage {
  private readonly api = inject(BackupsApi);
  private readonly router = inject(Router);

  /** From the address. */
  readonly policyId = input.required<string>();

  protected readonly mayManage = inject(Session).can('backup.manage');
  protected readonly policy = rxResource({
    params: () => (this.mayManage ? this.policyId() : undefined),
    stream: ({ params }) => this.api.policies.get(params),
  });
  protected readonly loaded = computed(() => {
    if (!this.policy.hasValue()) return [];
    const policy = this.policy.value();
    return [{ policy, start: inputOf(policy) }];
  });

  constructor() {
    showHeading(() => ({
      title: 'Edit',
      trail: [
        { label: 'Backups', link: '/dashboard/backups' },
        {
          label: this.loaded()[0]?.policy.name ?? 'Policy',
          link: `/dashboard/backups/policies/${this.policyId()}`,
        },
      ],
    }));
  }

  protected leave(): void {
    void this.router.navigate(['/dashboard/backups/policies', this.policyId()]);
  }
}
