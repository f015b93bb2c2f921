import type { JobSummary } from '@hyprbox/contracts';
import { aJob, aUser } from '../../testing/builders';
import { eventually } from '../../testing/eventually';
import { PageHarness } from '../../testing/page-harness';
import { ResultsPage } from './results-page';

const id = (digit: number): string => `01999999-0000-7000-8000-00000000000${digit}`;
const job = (digit: number, change: Partial<JobSummary> = {}): JobSummary =>
  aJob({ id: id(digit), nodeId: `web-${digit}`, ...change });

describe('results page', () => {
  let harness: PageHarness;

  async function open(ids = [id(1), id(2), id(3)].join(','), user = aUser()): Promise<void> {
    const address = `/dashboard/deploys/site/results?jobs=${ids}`;
    harness = await PageHarness.open(ResultsPage, 'deploys/:preset/results', address, user);
  }

  async function answer(items: JobSummary[], nextCursor: string | null = null): Promise<URLSearchParams> {
    let query = new URLSearchParams();
    await eventually(() => {
      const [call] = harness.pending('/api/jobs');
      expect(call).toBeDefined();
      query = new URLSearchParams(call?.request.params.toString());
      call?.flush({ items, nextCursor });
    });
    return query;
  }

  it('says that it is loading', async () => {
    await open();
    expect(harness.text).toContain('Loading the results');
  });

  it('shows all jobs that the address names, failed ones first, each with its output', async () => {
    await open();
    const query = await answer(
      [job(1), job(9), job(2, { status: 'FAILED', reason: 'EXIT_CODE', exitCode: 3 })],
      'more',
    );
    expect(query.get('preset')).toBe('site');
    expect((await answer([job(3)])).get('cursor')).toBe('more');
    await eventually(() => expect(harness.text).toContain('2 of 3 succeeded, 1 failed'));
    const links = [...harness.page.querySelectorAll('li a')];
    expect(links.map((link) => link.getAttribute('href'))).toEqual(
      [2, 1, 3].map((each) => `/dashboard/jobs/${id(each)}`),
    );
    expect(harness.control('Run again on the failed one').getAttribute('href')).toBe(
      `/dashboard/deploys/site?from=${id(2)}&nodes=web-2`,
    );
    expect(harness.streams.opened).toHaveLength(0);
  });

  it('leads to the rollout that all of them are part of', async () => {
    await open();
    await answer([1, 2, 3].map((digit) => job(digit, { rolloutId: 'rollout-1' })));
    await eventually(() => expect(harness.url).toBe('/dashboard/rollouts/rollout-1'));
  });

  it('follows those that go on by one stream, to the end of all', async () => {
    await open();
    await answer([job(1), job(2, { status: 'RUNNING' }), job(3, { status: 'QUEUED' })]);
    await eventually(() => expect(harness.text).toContain('1 of 3 succeeded, 2 to go'));
    const stream = harness.streams.latest;
    expect(stream.url).toBe(`/api/stream/jobs?ids=${id(2)}%2C${id(3)}`);
    stream.open();
    stream.send('status', { jobId: id(2), status: 'FAILED', reason: 'EXIT_CODE', exitCode: 1 });
    stream.send('done', { jobId: id(2) });
    stream.send('status', { jobId: id(3), status: 'SUCCEEDED', reason: null, exitCode: 0 });
    await eventually(() => expect(harness.text).toContain('2 of 3 succeeded, 1 failed'));
    stream.send('done', { jobId: id(3) });
    expect(stream.readyState).toBe(2);
  });

  it.each([
    ['pointer is over', 'pointerenter', 'pointerleave'],
    ['focus is in', 'focusin', 'focusout'],
  ])('keeps the order of the rows while the %s them', async (_, begin, end) => {
    await open();
    await answer([job(1, { status: 'RUNNING' }), job(2, { status: 'RUNNING' }), job(3, { status: 'RUNNING' })]);
    const hosts = (): (string | null)[] =>
      [...harness.page.querySelectorAll('li a')].map((link) => link.getAttribute('href'));
    const inOrder = (...digits: number[]): string[] => digits.map((each) => `/dashboard/jobs/${id(each)}`);
    await eventually(() => expect(hosts()).toEqual(inOrder(1, 2, 3)));
    const list = harness.page.querySelector('ul');
    list?.dispatchEvent(new Event(begin));
    harness.streams.latest.open();
    harness.streams.latest.send('status', { jobId: id(3), status: 'FAILED', reason: 'EXIT_CODE', exitCode: 1 });
    await eventually(() => expect(harness.text).toContain('1 failed'));
    expect(hosts()).toEqual(inOrder(1, 2, 3));
    list?.dispatchEvent(new Event(end));
    await eventually(() => expect(hosts()).toEqual(inOrder(3, 1, 2)));
  });

  it('says when the address names nothing that is known', async () => {
    await open('nonsense');
    await eventually(() => expect(harness.text).toContain('No such jobs'));
    expect(harness.pending('/api/jobs')).toEqual([]);
  });

  it.each([
    [503, 'The database is away', true],
    [403, 'You may not do this', false],
  ])('says what went wrong (%i)', async (status, title, retry) => {
    await open();
    await eventually(() => {
      const [call] = harness.pending('/api/jobs');
      expect(call).toBeDefined();
      call?.flush({ title, status }, { status, statusText: 'x' });
    });
    await eventually(() => expect(harness.text).toContain(title));
    if (retry) expect(harness.control('Try again')).toBeDefined();
    else expect(() => harness.control('Try again')).toThrow();
  });

  it('does not offer a viewer to run anything', async () => {
    await open(id(1), aUser({ role: 'VIEWER' }));
    await answer([job(1, { status: 'FAILED' })]);
    await eventually(() => expect(harness.text).toContain('0 of 1 succeeded, 1 failed'));
    expect(() => harness.control('Run again on the failed one')).toThrow();
  });
});
