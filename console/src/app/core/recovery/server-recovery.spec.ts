import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { EMPTY, catchError } from 'rxjs';
import { aUser } from '../../testing/builders';
import { recoveryInterceptor } from './recovery.interceptor';
import { askAgainAfter, ServerRecovery } from './server-recovery';

describe('server recovery', () => {
  let http: HttpTestingController;
  let recovery: ServerRecovery;
  let recovered: number;

  function begin(): void {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([recoveryInterceptor])), provideHttpClientTesting()],
    });
    http = TestBed.inject(HttpTestingController);
    recovery = TestBed.inject(ServerRecovery);
    recovered = 0;
    recovery.recovered.subscribe(() => (recovered += 1));
  }

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    begin();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  function call(status: number, headers: Record<string, string> = {}): void {
    TestBed.inject(HttpClient)
      .get('/api/jobs')
      .pipe(catchError(() => EMPTY))
      .subscribe();
    const request = http.expectOne('/api/jobs');
    if (status === 0) request.error(new ProgressEvent('error'));
    else request.flush({}, { status, statusText: String(status), headers });
  }

  it('says since when no call is answered, and asks until one is', () => {
    call(200);
    vi.advanceTimersByTime(5_000);
    call(0);
    expect(recovery.awaySince()).toBe(1_000_000);
    vi.advanceTimersByTime(askAgainAfter.first);
    http.expectOne('/api/auth/me').flush(null, { status: 503, statusText: 'not ready' });
    expect([recovery.awaySince(), recovered]).toEqual([1_000_000, 0]);
    vi.advanceTimersByTime(2 * askAgainAfter.first);
    http.expectOne('/api/auth/me').flush(aUser());
    expect([recovery.awaySince(), recovered]).toEqual([null, 1]);
    vi.advanceTimersByTime(10 * askAgainAfter.longest);
    http.verify();
  });

  it('asks where the console lies, below a path of its own', () => {
    const base = document.createElement('base');
    base.href = '/fleet/';
    document.head.prepend(base);
    onTestFinished(() => base.remove());
    TestBed.resetTestingModule();
    begin();
    call(0);
    vi.advanceTimersByTime(askAgainAfter.first);
    http.expectOne('/fleet/api/auth/me').flush(aUser());
    expect(recovered).toBe(1);
  });

  it.each([200, 400, 401, 403, 404, 409])('takes %i for an answer', (status) => {
    call(status);
    vi.advanceTimersByTime(askAgainAfter.longest);
    expect(recovery.awaySince()).toBeNull();
    http.verify();
  });

  it('lets what failed be tried again also where the server answered, but without saying that it is away', () => {
    call(500);
    expect(recovery.awaySince()).toBeNull();
    vi.advanceTimersByTime(askAgainAfter.first);
    http.expectOne('/api/auth/me').flush(null, { status: 401, statusText: 'signed out' });
    expect(recovered).toBe(1);
  });

  it('waits as long as the server has asked for', () => {
    call(429, { 'retry-after': '7' });
    vi.advanceTimersByTime(6_999);
    http.expectNone('/api/auth/me');
    vi.advanceTimersByTime(1);
    http.expectOne('/api/auth/me').flush(aUser());
    expect(recovered).toBe(1);
  });

  it('asks at once when the network is back', () => {
    call(0);
    window.dispatchEvent(new Event('online'));
    http.expectOne('/api/auth/me').flush(aUser());
    expect(recovered).toBe(1);
  });

  it('asks ever later while one route fails and the server answers otherwise', () => {
    let asked = 0;
    for (let second = 0; second < 60; second += 1) {
      call(503);
      vi.advanceTimersByTime(1_000);
      for (const question of http.match('/api/auth/me')) {
        asked += 1;
        question.flush(aUser());
      }
    }
    expect(recovered).toBe(asked);
    expect(asked).toBeLessThan(12);
  });
});
