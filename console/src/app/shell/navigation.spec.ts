import type { Role } from '@hyprbox/contracts';
import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { Navigation } from './navigation';

async function destinations(role: Role): Promise<string[]> {
  const harness = await PageHarness.open(Navigation, 'jobs', '/dashboard/jobs', aUser({ role }));
  return [...harness.page.querySelectorAll('nav a .label')].map(({ textContent }) => textContent?.trim() ?? '');
}

describe('navigation', () => {
  it('leads those who may read the audit log to it', async () => {
    expect(await destinations('ADMIN')).toEqual([
      'Overview',
      'Alerts',
      'Deploys',
      'Presets',
      'Rollouts',
      'Jobs',
      'Schedules',
      'Backups',
      'Live feed',
      'Approvals',
      'Audit',
      'Settings',
    ]);
  });

  it('does not lead the others to it', async () => {
    expect(await destinations('OPERATOR')).toEqual([
      'Overview',
      'Alerts',
      'Deploys',
      'Presets',
      'Rollouts',
      'Jobs',
      'Schedules',
      'Backups',
      'Live feed',
      'Approvals',
      'Settings',
    ]);
  });
});
