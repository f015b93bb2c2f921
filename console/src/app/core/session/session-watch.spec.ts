import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { aUser } from '../../testing/builders';
import { patience } from '../../testing/patience';
import { endedSessionInterceptor } from './ended-session.interceptor';
import { Session } from './session';
import { SessionWatch } from './session-watch';

describe('session watch', () => {
  let http: HttpTestingController;
  let watch: SessionWatch;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        SessionWatch,
        provideRouter([{ path: '**', children: [] }]),
        provideHttpClient(withInterceptors([endedSessionInterceptor])),
        provideHttpClientTesting(),
      ],
    });
    http = TestBed.inject(HttpTestingController);
    const loaded = TestBed.inject(Session).load();
    http.expectOne('/api/auth/me').flush(aUser());
    await loaded;
    watch = TestBed.inject(SessionWatch);
  });

  /** As when the network is back. */
  function look(): void {
    window.dispatchEvent(new Event('online'));
  }

  it('throws the page out when another tab has signed out', async () => {
    window.dispatchEvent(new StorageEvent('storage', { key: 'hb-session-changed' }));
    http.expectOne('/api/auth/me').flush(null, { status: 401, statusText: 'Unauthorized' });
    await vi.waitFor(() => expect(TestBed.inject(Router).url).toMatch(/^\/login/), patience);
    expect(TestBed.inject(Session).endedByServer()).toBe(true);
  });

  it('says since when the server has not answered, until it answers', async () => {
    look();
    http.expectOne('/api/auth/me').error(new ProgressEvent('error'));
    await vi.waitFor(() => expect(watch.awaySince()).not.toBeNull(), patience);
    look();
    http.expectOne('/api/auth/me').flush(aUser());
    await vi.waitFor(() => expect(watch.awaySince()).toBeNull(), patience);
  });

  it('takes a refusal for an answer', async () => {
    look();
    http.expectOne('/api/auth/me').flush(null, { status: 429, statusText: 'Too Many Requests' });
    await vi.waitFor(() => {
      look();
      http.expectOne('/api/auth/me').flush(aUser());
    }, patience);
    expect(watch.awaySince()).toBeNull();
  });
});
