import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { NotFoundPage } from './not-found-page';

describe('not-found page', () => {
  it('says that there is no such page, and leads to the fleet', async () => {
    const harness = await PageHarness.open(NotFoundPage, 'nowhere', '/dashboard/nowhere', aUser({ role: 'VIEWER' }));
    expect(harness.text).toContain('There is no such page');
    expect(harness.control('Go to the fleet').getAttribute('href')).toBe('/dashboard');
  });
});
