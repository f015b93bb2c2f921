import { aUser } from '../testing/builders';
import { PageHarness } from '../testing/page-harness';
import { SignInPage } from './sign-in-page';

const signedIn = { user: aUser(), token: 'jwt', expiresAt: '2027-01-01T00:00:00.000Z' };

async function openSignIn(query = ''): Promise<PageHarness> {
  const harness = await PageHarness.open(SignInPage, 'nothing', `/login${query}`, null);
  await harness.refuse('/api/auth/me', 401, 'Sign in');
  return harness;
}

async function enter(harness: PageHarness): Promise<void> {
  await harness.type('email', 'mkeller@example.net');
  await harness.type('password', 'correct horse battery');
  await harness.press('Sign in');
}

describe('sign-in page', () => {
  it('goes on to the page that was asked for', async () => {
    const harness = await openSignIn('?next=%2Fdashboard%2Fjobs%3Fstatus%3DFAILED');
    await enter(harness);
    const request = await harness.answer('/api/auth/login', signedIn, 'POST');
    expect(request.request.body).toEqual({ email: 'mkeller@example.net', password: 'correct horse battery' });
    await harness.until(() => harness.url === '/dashboard/jobs?status=FAILED');
  });

  it('does not follow an address outside the console', async () => {
    const harness = await openSignIn('?next=https%3A%2F%2Fevil.example');
    await enter(harness);
    await harness.answer('/api/auth/login', signedIn, 'POST');
    await harness.until(() => harness.url === '/dashboard');
  });

  it('skips the form for someone who is signed in', async () => {
    const harness = await PageHarness.open(SignInPage, 'nothing', '/login', null);
    await harness.answer('/api/auth/me', aUser());
    await harness.until(() => harness.url === '/dashboard');
  });

  it('sends nothing while a field is empty', async () => {
    const harness = await openSignIn();
    await harness.type('email', 'mkeller@example.net');
    await harness.press('Sign in');
    expect(harness.pending('/api/auth/login')).toHaveLength(0);
  });

  it('says in words that the password was wrong, and stays', async () => {
    const harness = await openSignIn();
    await enter(harness);
    await harness.refuse('/api/auth/login', 401, 'Check the address and the password.', {}, 'POST');
    await harness.says('Check the address and the password.');
    expect(harness.url).toBe('/login');
  });

  it('says how many seconds to wait after too many attempts, and holds back until then', async () => {
    const harness = await openSignIn();
    await enter(harness);
    await harness.refuse('/api/auth/login', 429, 'Slow down.', { 'Retry-After': '17' }, 'POST');
    await harness.says(/Try again in 1[67] s\./);
    await harness.press('Sign in');
    expect(harness.pending('/api/auth/login')).toHaveLength(0);
  });

  it('says so when the server does not answer, and offers to try again', async () => {
    const harness = await PageHarness.open(SignInPage, 'nothing', '/login', null);
    await harness.breakConnection('/api/auth/me');
    await harness.says('The server cannot be reached');
    await harness.press('Try again');
    await harness.answer('/api/auth/me', aUser());
    await harness.until(() => harness.url === '/dashboard');
  });

  it('goes on when another tab has signed in', async () => {
    const harness = await openSignIn('?next=%2Fdashboard%2Fjobs');
    window.dispatchEvent(new StorageEvent('storage', { key: 'hb-session-changed' }));
    await harness.answer('/api/auth/me', aUser());
    await harness.until(() => harness.url === '/dashboard/jobs');
  });

  it('sets the first account up with the code that the server printed', async () => {
    const harness = await openSignIn();
    await harness.press('First time here? Set up HyprBox');
    await harness.type('setupCode', ' ABCD-1234 ');
    await harness.type('email', 'first@example.net');
    await harness.type('password', 'correct horse battery');
    await harness.press('Create account');
    const request = await harness.answer('/api/auth/register', signedIn, 'POST');
    expect(request.request.body).toEqual({
      setupCode: 'ABCD-1234',
      email: 'first@example.net',
      password: 'correct horse battery',
    });
    await harness.until(() => harness.url === '/dashboard');
  });

  it.each([
    ['at the field alone', [{ pointer: '/password', detail: 'Too easy to guess.' }], false],
    [
      'at the field and above, with what no field shows',
      [
        { pointer: '/password', detail: 'Too easy to guess.' },
        { pointer: '/role', detail: 'Is not taken.' },
      ],
      true,
    ],
  ])('says what was wrong with a set-up %s', async (_where, errors, above) => {
    const harness = await openSignIn();
    await harness.press('First time here? Set up HyprBox');
    await harness.type('setupCode', 'ABCD-1234');
    await harness.type('email', 'first@example.net');
    await harness.type('password', 'correct horse battery');
    await harness.press('Create account');
    const body = { title: 'Bad Request', detail: 'Some of what was sent is not valid.', code: 'INVALID_INPUT', errors };
    for (const call of harness.pending('/api/auth/register')) call.flush(body, { status: 400, statusText: 'refused' });
    await harness.says('Too easy to guess.');
    expect(harness.has('[role="alert"]')).toBe(above);
  });

  it('says whose session a new account takes over from', async () => {
    const harness = await PageHarness.open(SignInPage, 'nothing', '/login?invitation=inv-1', null);
    await harness.answer('/api/auth/me', aUser());
    await harness.says('You are signed in as M. Keller.');
    expect(harness.url).toBe('/login?invitation=inv-1');
  });

  it('takes up an invitation without a setup code', async () => {
    const harness = await openSignIn('?invitation=inv-1');
    expect(harness.has('input[formcontrolname="setupCode"]')).toBe(false);
    await harness.type('email', 'new@example.net');
    await harness.type('password', 'correct horse battery');
    await harness.press('Create account');
    const request = await harness.answer('/api/auth/register', signedIn, 'POST');
    expect(request.request.body).toEqual({
      invitation: 'inv-1',
      email: 'new@example.net',
      password: 'correct horse battery',
    });
  });
});
