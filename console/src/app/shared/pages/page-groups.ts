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
      { label: 'Overview', link: '/dashboard', icon: 'layout-grid', key: 'o', exact: true },
      { label: 'Alerts', link: '/dashboard/alerts', icon: 'bell', key: 'w', exact: false, permission: 'alert.read' },
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
