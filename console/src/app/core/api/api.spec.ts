import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';
import { AuthApi } from './auth.api';
import { BackupsApi } from './backups.api';
import { JobsApi } from './jobs.api';
import { NodesApi } from './nodes.api';

describe('the calls of the API', () => {
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    server = TestBed.inject(HttpTestingController);
  });

  it('send what is set of a query, and give the answer', async () => {
    const page = firstValueFrom(TestBed.inject(NodesApi).list({ tag: 'a b', q: '', status: null, limit: 5 }));
    const call = server.expectOne(({ url }) => url === '/api/nodes');
    expect([call.request.method, call.request.urlWithParams]).toEqual(['GET', '/api/nodes?tag=a%20b&limit=5']);
    call.flush({ items: [], nextCursor: null });
    expect(await page).toEqual({ items: [], nextCursor: null });
  });

  it('are made for each who subscribes, and none before', () => {
    const summary = TestBed.inject(BackupsApi).summary();
    server.expectNone(() => true);
    summary.subscribe();
    summary.subscribe();
    expect(server.match('/api/backups/summary')).toHaveLength(2);
  });

  it('name an order only where they were given a name', () => {
    const request = { nodeId: 'a', preset: 'b', variables: {} };
    TestBed.inject(JobsApi).create(request, 'key-1').subscribe();
    TestBed.inject(BackupsApi).policies.run('p').subscribe();
    const job = server.expectOne({ method: 'POST', url: '/api/jobs' }).request;
    expect([job.headers.get('idempotency-key'), job.body]).toEqual(['key-1', request]);
    const run = server.expectOne({ method: 'POST', url: '/api/backups/policies/p/run' }).request;
    expect(run.headers.has('idempotency-key')).toBe(false);
  });

  it('send no body where there is none to send', () => {
    TestBed.inject(AuthApi).logout().subscribe();
    TestBed.inject(JobsApi).cancel('j').subscribe();
    const bodies = ['/api/auth/logout', '/api/jobs/j/cancel'].map((url) =>
      server.expectOne(url).request.serializeBody(),
    );
    expect(bodies).toEqual([null, null]);
  });

  it('give what is downloaded as bytes', async () => {
    const output = firstValueFrom(TestBed.inject(JobsApi).output('j', 'stderr'));
    const bytes = new Uint8Array([0xff, 0]).buffer;
    server.expectOne('/api/jobs/j/output/stderr').flush(bytes);
    expect(await output).toEqual(bytes);
  });

  it('fail, as calls do, where an address would lead elsewhere', async () => {
    await expect(firstValueFrom(TestBed.inject(NodesApi).activity('..'))).rejects.toThrow(TypeError);
  });
});
