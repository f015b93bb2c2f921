import type { IsActiveMatchOptions } from '@angular/router';
import type { Permission } from '@hyprbox/contracts';
import type { IconName } from '../icon/icons';

interface PageLink {
  label: string;
  link: string;
  icon: IconName;
  /** The letter that goes there after "g". */
  key: string;
  /** Active on its own address only, not on those below it. */
  exact: boolean;
  /** Who may not do this has nothing to look for there. */
  permission?: Permission;
  /** What is counted beside it. */
  badge?: 'approvals';
  /** Has a place in the bar of a phone, which leads to the others by a menu. */
  inBar?: true;
}

interface PageGroup {
  title: string | null;
  destinations: readonly PageLink[];
}

/** The pages, as the rail and the command palette list them. */
export const pageGroups: readonly PageGroup[] = [
  {
    title: null,
    destinations: [
      { label: 'Overview', link: '/dashboard', icon: 'layout-grid', key: 'o', exact: true, inBar: true },
      {
        label: 'Alerts',
        link: '/dashboard/alerts',
        icon: 'bell',
        key: 'w',
        exact: false,
        permission: 'alert.read',
        inBar: true,
      },
      { label: 'Deploys', link: '/dashboard/deploys', icon: 'play', key: 'd', exact: false, inBar: true },
      {
        label: 'Presets',
        link: '/dashboard/presets',
        icon: 'file-code',
        key: 'e',
        exact: false,
        permission: 'preset.read',
      },
      { label: 'Rollouts', link: '/dashboard/rollouts', icon: 'layers', key: 'r', exact: false },
      { label: 'Jobs', link: '/dashboard/jobs', icon: 'list', key: 'j', exact: false, inBar: true },
      { label: 'Schedules', link: '/dashboard/schedules', icon: 'rotate-cw', key: 'c', exact: false },
      { label: 'Backups', link: '/dashboard/backups', icon: 'shield', key: 'b', exact: false },
      { label: 'Live feed', link: '/dashboard/logs', icon: 'activity', key: 'l', exact: false },
    ],
  },
  {
    title: 'Govern',
    destinations: [
      {
        label: 'Approvals',
        link: '/dashboard/approvals',
        icon: 'check',
        key: 'p',
        exact: false,
        permission: 'approval.read',
        badge: 'approvals',
      },
      { label: 'Audit', link: '/dashboard/audit', icon: 'book', key: 'a', exact: false, permission: 'audit.read' },
      { label: 'Settings', link: '/dashboard/settings', icon: 'settings', key: 's', exact: false },
    ],
  },
];

/** When a link counts as the page that one is on. */
export function placeOf({ exact }: Pick<PageLink, 'exact'>): IsActiveMatchOptions {
  return {
    paths: exact ? 'exact' : 'subset',
    queryParams: 'ignored',
    fragment: 'ignored',
    matrixParams: 'ignored',
  };
}
