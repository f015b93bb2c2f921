import { Component, inject } from '@angular/core';
import { Session } from '../../core/session/session';
import { PageSections } from '../../shared/page-sections/page-sections';

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
  imports: [PageSections],
  template: `<hb-page-sections label="Alerts" [sections]="sections" />`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class AlertSections {
  private readonly session = inject(Session);

  protected readonly sections = sections.filter(({ permission }) => this.session.can(permission));
}
