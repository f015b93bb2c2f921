import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Session } from '../../core/session/session';

/** The pages that belong to the alerts. */
const sections = [
  { label: 'Alerts', link: '/dashboard/alerts', exact: true, permission: 'alert.read' },
  { label: 'Rules', link: '/dashboard/alerts/rules', exact: false, permission: 'alert.read' },
  { label: 'Channels', link: '/dashboard/alerts/channels', exact: false, permission: 'alert.manage' },
  { label: 'Routes', link: '/dashboard/alerts/routes', exact: false, permission: 'alert.read' },
  { label: 'Windows', link: '/dashboard/alerts/windows', exact: false, permission: 'alert.read' },
  { label: 'Beats', link: '/dashboard/alerts/beats', exact: false, permission: 'alert.read' },
] as const;

/** Leads from each page of the alerts to the others that the user may see. */
@Component({
  selector: 'hb-alert-sections',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav aria-label="Alerts">
      @for (section of sections; track section.link) {
        <a
          [routerLink]="section.link"
          routerLinkActive="active"
          ariaCurrentWhenActive="page"
          [routerLinkActiveOptions]="section.exact ? exactly : below"
          >{{ section.label }}</a
        >
      }
    </nav>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    nav {
      display: flex;
      gap: 4px;
      overflow-x: auto;
      scrollbar-width: none;
      border-bottom: 1px solid var(--hb-line);
    }
    a {
      flex: none;
      padding: 7px 10px;
      font-weight: 500;
      color: var(--hb-text-secondary);
      border-bottom: 2px solid transparent;
    }
    a:hover {
      color: var(--hb-text);
      text-decoration: none;
    }
    a:focus-visible {
      outline-offset: -2px;
    }
    .active {
      color: var(--hb-text);
      border-bottom-color: var(--hb-link);
    }
  `,
})
export class AlertSections {
  private readonly session = inject(Session);

  protected readonly sections = sections.filter(({ permission }) => this.session.can(permission));
  protected readonly exactly = {
    paths: 'exact',
    queryParams: 'ignored',
    fragment: 'ignored',
    matrixParams: 'ignored',
  } as const;
  protected readonly below = { ...this.exactly, paths: 'subset' } as const;
}
