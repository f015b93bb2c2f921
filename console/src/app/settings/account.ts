import { Component, inject } from '@angular/core';
import { Session } from '../core/session/session';
import { PasswordForm } from './password-form';
import { roleWords } from './users/role-words';

/** Who is signed in, what they may do, and their password. */
@Component({
  selector: 'hb-account',
  imports: [PasswordForm],
  template: `
    @if (user(); as user) {
      <header>
        <h2>Your account</h2>
        <dl>
          @if (user.name) {
            <dt>Name</dt>
            <dd>{{ user.name }}</dd>
          }
          <dt>E-mail</dt>
          <dd>{{ user.email }}</dd>
          <dt>Role</dt>
          <dd>
            {{ words[user.role].name }} <span class="quiet">{{ words[user.role].may }}</span>
          </dd>
        </dl>
      </header>
    }
    <hb-password-form />
  `,
  styles: `
    header {
      padding: 14px 15px;
      border-bottom: 1px solid var(--hb-line);
    }
    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 4px 16px;
      margin-top: 8px;
      overflow-wrap: anywhere;
    }
    dt,
    .quiet {
      color: var(--hb-text-secondary);
    }
  `,
})
export class Account {
  protected readonly user = inject(Session).user;
  protected readonly words = roleWords;
}
