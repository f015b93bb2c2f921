import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Session } from '../../core/session/session';
import { PasswordCommands } from '../form/password-commands';

/** What a newcomer does to have backups that are known to restore. */
@Component({
  selector: 'hb-first-steps',
  imports: [MatButton, PasswordCommands, RouterLink],
  template: `
    <h2>Backups that are known to restore</h2>
    <p class="quiet">
      Each host backs itself up with restic, straight to a repository of yours. The password never leaves the host.
    </p>
    <ol>
      <li>
        <h3>Put a password on the host</h3>
        <p class="quiet">
          It encrypts the repository. Keep a copy in your password store: without it nothing can be restored.
        </p>
        <hb-password-commands />
      </li>
      <li>
        <h3>Write a policy</h3>
        <p class="quiet">
          What to back up, where to, how often, and how long to keep it. For one host, or all with a tag.
        </p>
        @if (mayManage) {
          <a matButton="filled" routerLink="/dashboard/backups/policies/new">Write the first policy</a>
        } @else {
          <p class="quiet">Only an admin can write policies: ask one.</p>
        }
      </li>
      <li>
        <h3>Let it be proven</h3>
        <p class="quiet">
          A restore drill brings files of the newest snapshot back to a scratch directory, compares them and measures
          the time. Here you see what is proven, since when, and how long a restore takes.
        </p>
      </li>
    </ol>
  `,
  styles: `
    :host {
      display: block;
      padding: 20px;
    }
    h2 {
      font-size: 16px;
    }
    ol {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
      gap: 20px;
      padding: 0;
      margin: 18px 0 0;
      list-style: none;
      counter-reset: step;
    }
    li {
      display: flex;
      flex-direction: column;
      gap: 6px;
      align-items: flex-start;
      min-width: 0;
      counter-increment: step;
    }
    h3::before {
      display: inline-grid;
      place-items: center;
      width: 22px;
      height: 22px;
      margin-inline-end: 8px;
      font-size: 12px;
      content: counter(step);
      background: var(--hb-accent-soft);
      border-radius: 50%;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    hb-password-commands {
      width: 100%;
    }
  `,
})
export class FirstSteps {
  protected readonly mayManage = inject(Session).can('backup.manage');
}
