import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import type { Permission } from '@hyprbox/contracts';
import { Session } from '../core/session/session';
import { Icon } from '../shared/icon/icon';
import type { IconName } from '../shared/icon/icons';

interface Destination {
  label: string;
  link: string;
  icon: IconName;
  /** The letter that goes there after "g". */
  key: string;
  /** Active on its own address only, not on those below it. */
  exact: boolean;
  /** Who may not do this has nothing to look for there. */
  permission?: Permission;
}

interface Group {
  title: string | null;
  destinations: readonly Destination[];
}

/** The pages, as the rail and the command palette list them. */
export const groups: readonly Group[] = [
  {
    title: null,
    destinations: [
      { label: 'Overview', link: '/dashboard', icon: 'layout-grid', key: 'o', exact: true },
      { label: 'Deploys', link: '/dashboard/deploys', icon: 'play', key: 'd', exact: false },
      { label: 'Jobs', link: '/dashboard/jobs', icon: 'list', key: 'j', exact: false },
      { label: 'Backups', link: '/dashboard/backups', icon: 'shield', key: 'b', exact: false },
      { label: 'Live feed', link: '/dashboard/logs', icon: 'activity', key: 'l', exact: false },
    ],
  },
  {
    title: 'Govern',
    destinations: [
      { label: 'Audit', link: '/dashboard/audit', icon: 'book', key: 'a', exact: false, permission: 'audit.read' },
      { label: 'Settings', link: '/dashboard/settings', icon: 'settings', key: 's', exact: false },
    ],
  },
];

@Component({
  selector: 'hb-navigation',
  imports: [Icon, RouterLink, RouterLinkActive],
  templateUrl: './navigation.html',
  styleUrl: './navigation.scss',
})
export class Navigation {
  private readonly session = inject(Session);

  protected readonly groups = computed(() =>
    groups.map(({ title, destinations }) => ({
      title,
      destinations: destinations.filter(({ permission }) => permission === undefined || this.session.can(permission)),
    })),
  );

  protected matching(exact: boolean) {
    return {
      paths: exact ? 'exact' : 'subset',
      queryParams: 'ignored',
      fragment: 'ignored',
      matrixParams: 'ignored',
    } as const;
  }
}
