import { Component, inject, input } from '@angular/core';
import { showHeading } from '../core/heading/page-heading';
import { Session } from '../core/session/session';
import { PageState } from '../shared/page-state/page-state';
import { Account } from './account';
import { Appearance } from './appearance';
import { NodeTokens } from './node-tokens';
import { FleetSettings } from './thresholds/fleet-settings';
import { Users } from './users/users';

@Component({
  selector: 'hb-settings-page',
  imports: [Account, Appearance, FleetSettings, NodeTokens, PageState, Users],
  template: `
    <div class="hb-page">
      @if (administers) {
        <hb-node-tokens class="hb-card" [createAtOnce]="create() === 'token'" />
        <hb-users class="hb-card" />
      }
      <hb-fleet-settings class="hb-card" />
      <hb-account class="hb-card" />
      <hb-appearance class="hb-card" />
      @if (!administers) {
        <section class="hb-card">
          <hb-page-state
            icon="ban"
            title="Only admins manage node tokens and users"
            detail="Ask an admin for a token for a new host, to invite someone, or for the role."
          />
        </section>
      }
    </div>
  `,
  styles: `
    .hb-page {
      display: flex;
      flex-direction: column;
      gap: 16px;
      max-width: 1080px;
    }
  `,
})
export class SettingsPage {
  /** From the query string: `token` when the page was reached to create one. */
  readonly create = input<string>();

  private readonly session = inject(Session);
  /** Both belong to the same role. */
  protected readonly administers = this.session.can('token.manage') && this.session.can('user.manage');

  constructor() {
    showHeading(() => ({ title: 'Settings' }));
  }
}
