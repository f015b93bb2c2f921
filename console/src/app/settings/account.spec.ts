import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { Account } from './account';

describe('account', () => {
  it('says who is signed in, and what the role allows', async () => {
    const harness = await PageHarness.open(Account, 'settings', '/dashboard/settings', aUser({ role: 'OPERATOR' }));
    expect(harness.text).toMatch(/M\. Keller E-mail mkeller@example\.net Role Operator Also runs presets/);
  });
});
