import { Component, inject, input } from '@angular/core';
import { showHeading } from '../core/heading/page-heading';
import { Session } from '../core/session/session';
import { PageState } from '../shared/page-state/page-state';
import { Appearance } from './appearance';
import { NodeTokens } from './node-tokens';
import { PasswordForm } from './password-form';
import { FleetSettings } from './thresholds/fleet-settings';
import { Users } from './users/users';

@Component({
  selector: 'hb-settings-page',
  imports: [Appearance, FleetSettings, NodeTokens, PageState, PasswordForm, Users],
  template: `
    <div class="hb-page">
      @if (mayManageTokens) {
        <hb-node-tokens class="hb-card" [createAtOnce]="create() === 'token'" />
      } @else {
        <section class="hb-card">
          <h2>Node tokens</h2>
          <hb-page-state
            icon="ban"
            title="Only admins manage node tokens"
            detail="An agent needs one to report to this server. Ask an admin for a token, or for the role."
          />
        </section>
      }
      <hb-users class="hb-card" />
      <hb-fleet-settings class="hb-card" />
      <hb-password-form class="hb-card" />
      <hb-appearance class="hb-card" />
    </div>
  `,
  styles: `
    .hb-page {
      display: flex;
      flex-direction: column;
      gap: 16px;
      max-width: 1080px;
    }
    section h2 {
      padding: 14px 15px 0;
    }
  `,
})
export class SettingsPage {
  /** From the query string: `token` when the page was reached to create one. */
  readonly create = input<string>();

  protected readonly mayManageTokens = inject(Session).can('token.manage');

  constructor() {
    showHeading(() => ({ title: 'Settings' }));
  }
}
