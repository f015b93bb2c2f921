import { TestBed } from '@angular/core/testing';
import type { HostStates, Page, PageQuery, RolloutTarget } from '@hyprbox/contracts';
import { Subject } from 'rxjs';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { ServerRecovery } from '../../core/recovery/server-recovery';
import { aTarget } from '../../testing/rollout-builders';
import { patience } from '../../testing/patience';
import { RolloutTargets } from './rollout-targets';

describe('the hosts of a rollout', () => {
  let pages: { cursor: string | null | undefined; answer: Subject<Page<RolloutTarget>> }[];
  let states: Subject<HostStates>;
  let targets: RolloutTargets;

  beforeEach(() => {
    pages = [];
    states = new Subject();
    const read = (_id: string, { cursor }: PageQuery): Subject<Page<RolloutTarget>> => {
      const answer = new Subject<Page<RolloutTarget>>();
      pages.push({ cursor, answer });
      return answer;
    };
    TestBed.configureTestingModule({
      providers: [
        RolloutTargets,
        { provide: RolloutsApi, useValue: { targets: read, hostStates: () => states } },
        { provide: ServerRecovery, useValue: { recovered: new Subject<void>() } },
      ],
    });
    targets = TestBed.inject(RolloutTargets);
  });

  function answer(items: RolloutTarget[], nextCursor: string | null = null): void {
    const page = pages.at(-1);
    page?.answer.next({ items, nextCursor });
    page?.answer.complete();
  }

  /** A page after which another one is read. */
  function answerFirst(items: RolloutTarget[]): void {
    const page = pages.at(-1);
    page?.answer.next({ items, nextCursor: 'more' });
    page?.answer.complete();
  }

  const shown = (): string[] => targets.all().map(({ nodeId, state }) => `${nodeId} ${state}`);

  it('are read page by page, and stand by wave and id', () => {
    targets.load('r');
    answer([aTarget('web-3', { wave: 2, state: 'FAILED' })], 'more');
    answer([aTarget('web-2'), aTarget('web-1')]);
    expect(pages.map(({ cursor }) => cursor)).toEqual([null, 'more']);
    expect(shown()).toEqual(['web-1 PENDING', 'web-2 PENDING', 'web-3 FAILED']);
    expect([targets.complete(), targets.byWave().get(2)?.length]).toEqual([true, 1]);
  });

  it('are as an event told, though a page that was under way says otherwise', async () => {
    targets.load('r');
    targets.tell([aTarget('web-1', { state: 'RUNNING' })]);
    answer([aTarget('web-1', { state: 'QUEUED' })]);
    expect(shown()).toEqual(['web-1 RUNNING']);
    targets.tell([aTarget('web-1', { state: 'SUCCEEDED' })]);
    await vi.waitFor(() => expect(shown()).toEqual(['web-1 SUCCEEDED']), patience);
    expect(targets.states().get('SUCCEEDED')).toBe(1);
  });

  it('are read anew, and what is there stays meanwhile', () => {
    targets.load('r');
    answer([aTarget('web-1')]);
    targets.load('r');
    expect(shown()).toEqual(['web-1 PENDING']);
    answer([aTarget('web-1', { state: 'LOST' })]);
    expect(shown()).toEqual(['web-1 LOST']);
  });

  it('are read once more where more has changed while they were read, not in between', async () => {
    targets.load('r');
    targets.reload();
    targets.reload();
    expect(pages).toHaveLength(1);
    answer([aTarget('web-1')]);
    await vi.waitFor(() => expect(pages).toHaveLength(2), patience);
    answer([aTarget('web-1', { state: 'RUNNING' })]);
    expect(shown()).toEqual(['web-1 RUNNING']);
  });

  it('stand in their states at once, before the pages tell the rest', () => {
    targets.load('r');
    answerFirst([aTarget('web-3', { wave: 2, state: 'FAILED', exitCode: 3 })]);
    expect(targets.complete()).toBe(false);
    targets.tell([aTarget('web-2', { state: 'RUNNING' })]);
    states.next({
      waves: [
        { wave: 1, nodeIds: ['web-1', 'web-2'], states: ['SUCCEEDED', 'QUEUED'] },
        { wave: 2, nodeIds: ['web-3'], states: ['FAILED'] },
      ],
    });
    expect(shown()).toEqual(['web-1 SUCCEEDED', 'web-2 RUNNING', 'web-3 FAILED']);
    expect([targets.complete(), targets.find('web-3')?.exitCode]).toEqual([true, 3]);
    answer([aTarget('web-1', { state: 'SUCCEEDED', jobId: 'job-1' }), aTarget('web-2', { state: 'QUEUED' })]);
    expect(shown()).toEqual(['web-1 SUCCEEDED', 'web-2 RUNNING', 'web-3 FAILED']);
    expect(targets.find('web-1')?.jobId).toBe('job-1');
  });

  it('are read page by page where their states can not be read', () => {
    targets.load('r');
    states.error(new Error('not found'));
    answer([aTarget('web-1')]);
    expect([shown(), targets.problem(), targets.complete()]).toEqual([['web-1 PENDING'], null, true]);
  });

  it('say why they could not be read', () => {
    targets.load('r');
    pages[0]?.answer.error(new Error('away'));
    expect([targets.problem()?.kind, targets.complete()]).toEqual(['unexpected', false]);
  });
});
