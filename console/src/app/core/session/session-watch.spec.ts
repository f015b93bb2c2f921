import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { aUser } from '../../testing/builders';
import { patience } from '../../testing/patience';
import { recoveryInterceptor } from '../recovery/recovery.interceptor';
import { endedSessionInterceptor } from './ended-session.interceptor';
import { Session } from './session';
import { SessionWatch } from './session-watch';

describe('session watch', () => {
  let http: HttpTestingController;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        SessionWatch,
        provideRouter([{ path: '**', children: [] }]),
        provideHttpClient(withInterceptors([recoveryInterceptor, endedSessionInterceptor])),
        provideHttpClientTesting(),
      ],
    });
    http = TestBed.inject(HttpTestingController);
    const loaded = TestBed.inject(Session).load();
    http.expectOne('/api/auth/me').flush(aUser());
    await loaded;
    TestBed.inject(SessionWatch);
  });

  it('throws the page out when another tab has signed out', async () => {
    window.dispatchEvent(new StorageEvent('storage', { key: 'hb-session-changed' }));
    http.expectOne('/api/auth/me').flush(null, { status: 401, statusText: 'Unauthorized' });
    await vi.waitFor(() => expect(TestBed.inject(Router).url).toMatch(/^\/login/), patience);
    expect(TestBed.inject(Session).endedByServer()).toBe(true);
  });
});
