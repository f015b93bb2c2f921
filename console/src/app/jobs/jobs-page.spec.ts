import type { TestRequest } from '@angular/common/http/testing';
import type { JobSummary } from '@hyprbox/contracts';
import { aJob, aUser } from '../testing/builders';
import { eventually } from '../testing/eventually';
import { PageHarness } from '../testing/page-harness';
import { jobListRefresh } from './list/job-list';
import { JobsPage } from './jobs-page';

describe('jobs page', () => {
  const open = (query = '', user = aUser()): Promise<PageHarness> =>
    PageHarness.open(JobsPage, 'jobs', `/dashboard/jobs${query}`, user);

  async function listCall(harness: PageHarness): Promise<TestRequest> {
    const calls: TestRequest[] = [];
    await eventually(() => {
      calls.push(...harness.pending('/api/jobs'));
      expect(calls).toHaveLength(1);
    });
    const [call] = calls;
    if (call === undefined) throw new Error('The list was not asked for.');
    return call;
  }

  async function show(harness: PageHarness, items: JobSummary[], nextCursor: string | null = null): Promise<void> {
    (await listCall(harness)).flush({ items, nextCursor });
    await eventually(() => expect(harness.text).not.toContain('Loading the jobs'));
  }

  it('says that it is loading', async () => {
    const harness = await open();
    expect(harness.text).toContain('Loading the jobs');
  });

  it('shows what ran, where, by whom and how it ended', async () => {
    const harness = await open();
    await show(harness, [
      aJob({
        id: 'job-7',
        status: 'FAILED',
        reason: 'EXIT_CODE',
        exitCode: 3,
        startedAt: '2026-01-02T03:04:05.100Z',
        finishedAt: '2026-01-02T03:04:11.300Z',
      }),
    ]);
    const row = harness.page.querySelector('tbody tr')?.textContent ?? '';
    expect(row).toMatch(/Failed.*restart-service.*v1.*web-1.*M. Keller.*6\.2 s.*3/s);
    expect(harness.page.querySelector('tbody a')?.getAttribute('href')).toBe('/dashboard/jobs/job-7');
  });

  it('tells the newcomer the next step, if they may take it', async () => {
    const harness = await open();
    await show(harness, []);
    expect(harness.text).toContain('Nothing has run yet');
    expect(harness.control('Choose a preset').getAttribute('href')).toBe('/dashboard/deploys');
  });

  it('does not offer to run anything to a viewer', async () => {
    const harness = await open('', aUser({ role: 'VIEWER' }));
    await show(harness, []);
    expect(() => harness.control('Choose a preset')).toThrow();
  });

  it('takes its filter from the address, and back', async () => {
    const harness = await open('?status=FAILED&node=web-1&preset=nginx');
    const call = await listCall(harness);
    expect(['status', 'nodeId', 'preset'].map((name) => call.request.params.get(name))).toEqual([
      'FAILED',
      'web-1',
      'nginx',
    ]);
    call.flush({ items: [], nextCursor: null });
    await eventually(() => expect(harness.text).toContain('No job matches'));
    harness.control('Clear filters').click();
    await eventually(() => expect(harness.url).toBe('/dashboard/jobs'));
    expect((await listCall(harness)).request.params.has('status')).toBe(false);
  });

  it('does not send a status that there is not', async () => {
    const harness = await open('?status=EXPLODED');
    expect((await listCall(harness)).request.params.has('status')).toBe(false);
  });

  it('does not ask for jobs of what can be no host', async () => {
    const harness = await open('?node=BAD!');
    await eventually(() => expect(harness.text).toContain('A host’s id has small letters'));
    expect(harness.pending('/api/jobs')).toEqual([]);
  });

  it('says what went wrong and tries again', async () => {
    const harness = await open();
    const problem = { title: 'The database is away', detail: 'Try again in a moment.', status: 503, code: 'X' };
    (await listCall(harness)).flush(problem, { status: 503, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain('The database is away'));
    harness.control('Try again').click();
    await show(harness, [aJob()]);
    expect(harness.has('tbody tr')).toBe(true);
  });

  it('says that the role does not allow it, without a way to try again', async () => {
    const harness = await open();
    (await listCall(harness)).flush({ title: 'You may not do this', status: 403 }, { status: 403, statusText: 'x' });
    await eventually(() => expect(harness.text).toContain('You may not do this'));
    expect(() => harness.control('Try again')).toThrow();
  });

  it('appends the next page', async () => {
    const harness = await open();
    await show(harness, [aJob({ id: 'b' })], 'after-b');
    harness.control('Load more').click();
    const more = await listCall(harness);
    expect(more.request.params.get('cursor')).toBe('after-b');
    more.flush({ items: [aJob({ id: 'a' })], nextCursor: null });
    await eventually(() => expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(2));
    expect(() => harness.control('Load more')).toThrow();
  });

  describe('as time goes by', () => {
    beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
    afterEach(() => void vi.useRealTimers());

    it('reads the list again behind the streams, and keeps it when that fails', async () => {
      const harness = await open();
      await show(harness, [aJob({ status: 'RUNNING' })]);
      harness.streams.opened.forEach((stream) => stream.open());
      await vi.advanceTimersByTimeAsync(jobListRefresh.quiet);
      await show(harness, [aJob({ status: 'SUCCEEDED' })]);
      await eventually(() => expect(harness.page.querySelector('tbody')?.textContent).toContain('Succeeded'));
      await vi.advanceTimersByTimeAsync(jobListRefresh.quiet);
      (await listCall(harness)).flush({ title: 'Away' }, { status: 503, statusText: 'x' });
      await eventually(() => expect(harness.text).toContain('The list may be out of date'));
      expect(harness.has('tbody tr')).toBe(true);
    });
  });

  it('follows what is unfinished by a stream, and reads the list when a job has ended', async () => {
    const harness = await open();
    await show(harness, [aJob({ id: 'b', status: 'RUNNING' }), aJob({ id: 'a' })]);
    const stream = harness.streams.latest;
    expect(stream.url).toBe('/api/stream/jobs?ids=b');
    stream.open();
    stream.send('status', { jobId: 'b', status: 'FAILED', reason: 'EXIT_CODE', exitCode: 1 });
    await eventually(() => expect(harness.page.querySelector('tbody tr')?.textContent).toContain('Failed'));
    await show(harness, [aJob({ id: 'b', status: 'FAILED' }), aJob({ id: 'a' })]);
  });

  it('hears of a new job, and announces it while somebody points at the list', async () => {
    const harness = await open();
    await show(harness, [aJob({ id: 'a' })]);
    const activity = {
      id: 'x',
      at: '2026-01-02T03:04:05.000Z',
      nodeId: 'web-1',
      kind: 'deploy',
      message: '',
      jobId: 'b',
    };
    const [hosts] = harness.streams.opened;
    hosts?.open();
    hosts?.send('activity', activity);
    await show(harness, [aJob({ id: 'b' }), aJob({ id: 'a' })]);
    await eventually(() => expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(2));

    const card = harness.page.querySelector('.hb-card');
    card?.dispatchEvent(new Event('pointerenter'));
    hosts?.send('activity', activity);
    await show(harness, [aJob({ id: 'd' }), aJob({ id: 'c' }), aJob({ id: 'b' }), aJob({ id: 'a' })]);
    await eventually(() => expect(harness.control('2 new jobs')).toBeDefined());
    expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(2);
    harness.control('2 new jobs').click();
    await eventually(() => expect(harness.page.querySelectorAll('tbody tr')).toHaveLength(4));
  });

  it('narrows by who and when, as the address says', async () => {
    const harness = await open('?by=me&time=24h');
    const { params } = (await listCall(harness)).request;
    expect(params.get('createdBy')).toBe('user-1');
    expect(Date.now() - Date.parse(params.get('from') ?? '')).toBeGreaterThanOrEqual(24 * 60 * 60 * 1000);
    expect(params.has('to')).toBe(false);
  });

  it('takes two instants for the time, and leaves out what makes no sense', async () => {
    const harness = await open('?from=2026-01-01T00:00:00Z&to=never&by=nobody');
    const { params } = (await listCall(harness)).request;
    expect(params.get('from')).toBe('2026-01-01T00:00:00.000Z');
    expect([params.has('to'), params.has('createdBy')]).toEqual([false, false]);
  });
});
