import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { firstValueFrom } from 'rxjs';
import { aUser } from '../../testing/builders';
import { patience } from '../../testing/patience';
import { Drafts } from './drafts';
import { endedSessionInterceptor } from './ended-session.interceptor';
import { Session } from './session';
import { signedIn } from './signed-in.guard';

const refused = { status: 401, statusText: 'Unauthorized' };

describe('session', () => {
  let http: HttpTestingController;
  let session: Session;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'login', children: [] },
          { path: 'dashboard', canActivate: [signedIn], children: [{ path: 'jobs', children: [] }] },
        ]),
        provideHttpClient(withInterceptors([endedSessionInterceptor])),
        provideHttpClientTesting(),
      ],
    });
    http = TestBed.inject(HttpTestingController);
    session = TestBed.inject(Session);
  });

  async function signIn(user = aUser()): Promise<void> {
    const loaded = session.load();
    http.expectOne('/api/auth/me').flush(user);
    await loaded;
  }

  it('asks the server once who is signed in', async () => {
    const both = Promise.all([session.load(), session.load()]);
    http.expectOne('/api/auth/me').flush(aUser());
    expect(await both).toEqual([aUser(), aUser()]);
  });

  it('knows nobody after a refusal, and asks again the next time', async () => {
    const first = session.load();
    http.expectOne('/api/auth/me').flush(null, refused);
    expect(await first).toBeNull();
    expect(session.endedByServer()).toBe(false);
    await signIn();
    expect(session.user()).toEqual(aUser());
  });

  it('lets a role do what its permissions name', async () => {
    expect(session.can('node.read')).toBe(false);
    await signIn(aUser({ role: 'OPERATOR' }));
    expect(session.can('job.run')).toBe(true);
    expect(session.can('token.manage')).toBe(false);
  });

  it('sends who is not signed in to sign in, with the way back', async () => {
    const navigated = RouterTestingHarness.create('/dashboard/jobs?status=FAILED');
    await vi.waitFor(() => http.expectOne('/api/auth/me').flush(null, refused), patience);
    await navigated;
    expect(TestBed.inject(Router).url).toBe('/login?next=%2Fdashboard%2Fjobs%3Fstatus%3DFAILED');
  });

  it('ends with a 401 to any call: back to sign-in with the way back, drafts kept', async () => {
    await signIn();
    await RouterTestingHarness.create('/dashboard/jobs');
    const drafts = TestBed.inject(Drafts);
    drafts.keep('deploy', 'typed');
    const call = firstValueFrom(TestBed.inject(HttpClient).get('/api/nodes'));
    http.expectOne('/api/nodes').flush(null, refused);
    await expect(call).rejects.toMatchObject({ status: 401 });
    await vi.waitFor(() => expect(TestBed.inject(Router).url).toBe('/login?next=%2Fdashboard%2Fjobs'), patience);
    expect(session.user()).toBeNull();
    expect(session.endedByServer()).toBe(true);
    expect(drafts.find('deploy')).toBe('typed');
  });

  it('does not take a wrong password for the end of a session', async () => {
    const attempt = session.signIn({ email: 'a@example.net', password: 'wrong' });
    http.expectOne('/api/auth/login').flush(null, refused);
    await expect(attempt).rejects.toMatchObject({ status: 401 });
    expect(session.endedByServer()).toBe(false);
  });

  it('shows nobody the drafts of another user', async () => {
    const drafts = TestBed.inject(Drafts);
    await signIn(aUser({ id: 'first' }));
    drafts.keep('deploy', 'typed');
    session.end();
    const attempt = session.signIn({ email: 'b@example.net', password: 'right' });
    http.expectOne('/api/auth/login').flush({ user: aUser({ id: 'second' }), token: 'jwt', expiresAt: '' });
    await attempt;
    expect(drafts.find('deploy')).toBeUndefined();
  });

  it('takes a new role over when it looks again, and tells another user from the same', async () => {
    await signIn(aUser({ role: 'OPERATOR' }));
    const same = session.check();
    http.expectOne('/api/auth/me').flush(aUser({ role: 'VIEWER' }));
    expect(await same).toBe('same');
    expect(session.role()).toBe('VIEWER');
    const another = session.check();
    http.expectOne('/api/auth/me').flush(aUser({ id: 'second' }));
    expect(await another).toBe('another');
    expect(session.role()).toBe('VIEWER');
  });

  it('forgets user and drafts at sign-out', async () => {
    await signIn();
    TestBed.inject(Drafts).keep('deploy', 'typed');
    const out = session.signOut();
    http.expectOne('/api/auth/logout').flush(null);
    await out;
    expect(session.user()).toBeNull();
    expect(TestBed.inject(Drafts).find('deploy')).toBeUndefined();
  });
});
