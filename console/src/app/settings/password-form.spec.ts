import { PageHarness } from '../testing/page-harness';
import { PasswordForm } from './password-form';

async function openFilled(next = 'correct horse battery'): Promise<PageHarness> {
  const harness = await PageHarness.open(PasswordForm, 'settings', '/dashboard/settings');
  await harness.type('current', 'the one before');
  await harness.type('next', next);
  await harness.press('Change password');
  return harness;
}

describe('password form', () => {
  it('changes the password, says so, and empties its fields', async () => {
    const harness = await openFilled();
    const request = await harness.answer('/api/auth/password', null, 'POST');
    expect(request.request.body).toEqual({ current: 'the one before', next: 'correct horse battery' });
    await harness.says('Your password is changed.');
    expect(harness.text).not.toContain('Enter the password');
    expect(harness.page.querySelector<HTMLInputElement>('input[formcontrolname="next"]')?.value).toBe('');
  });

  it('sends no password that is too short', async () => {
    const harness = await openFilled('short');
    await harness.says('Use at least 12 characters.');
    expect(harness.pending('/api/auth/password')).toHaveLength(0);
  });

  it('says why the server refused, and keeps what was typed', async () => {
    const harness = await openFilled();
    await harness.refuse('/api/auth/password', 400, 'The current password is wrong.', {}, 'POST');
    await harness.says('The current password is wrong.');
    expect(harness.page.querySelector<HTMLInputElement>('input[formcontrolname="next"]')?.value).not.toBe('');
  });
});
