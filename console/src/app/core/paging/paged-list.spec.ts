import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import type { Page, PageQuery } from '@hyprbox/contracts';
import { Subject } from 'rxjs';
import { ServerRecovery } from '../recovery/server-recovery';
import type { PagedListOptions } from './paged-list';
import { PagedList } from './paged-list';

let recovered: Subject<void>;

beforeEach(() => {
  recovered = new Subject();
  TestBed.configureTestingModule({ providers: [{ provide: ServerRecovery, useValue: { recovered } }] });
});

interface Call {
  readonly query: PageQuery;
  readonly answer: Subject<Page<number>>;
}

function aList(options?: PagedListOptions<number>): { list: PagedList<number>; calls: Call[] } {
  const list = TestBed.runInInjectionContext(() => new PagedList<number>(options));
  const calls: Call[] = [];
  list.show((query) => {
    const answer = new Subject<Page<number>>();
    calls.push({ query, answer });
    return answer;
  });
  return { list, calls };
}

function answer(call: Call | undefined, items: number[], nextCursor: string | null = null): void {
  call?.answer.next({ items, nextCursor });
  call?.answer.complete();
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('paged list', () => {
  it('begins with one page, and appends the next', () => {
    const { list, calls } = aList();
    expect(list.items()).toBeNull();
    expect(list.loading()).toBe(true);
    answer(calls[0], [1, 2], 'after-2');
    expect([list.items(), list.loading(), list.hasMore()]).toEqual([[1, 2], false, true]);
    list.loadMore();
    list.loadMore();
    expect(calls.map(({ query }) => query)).toEqual([{ limit: 50 }, { limit: 50, cursor: 'after-2' }]);
    answer(calls[1], [3]);
    expect([list.items(), list.hasMore()]).toEqual([[1, 2, 3], false]);
  });

  it('keeps what is there when the next page does not come, and asks for it again', () => {
    const { list, calls } = aList();
    answer(calls[0], [1], 'after-1');
    list.loadMore();
    calls[1]?.answer.error(new Error('away'));
    expect(list.items()).toEqual([1]);
    expect(list.problem()).toBeNull();
    expect(list.moreProblem()).not.toBeNull();
    list.loadMore();
    expect(list.moreProblem()).toBeNull();
    answer(calls[2], [2]);
    expect(list.items()).toEqual([1, 2]);
  });

  it('reads all again that is shown, also more than one call brings', () => {
    const { list, calls } = aList({ pageSize: 200 });
    answer(calls[0], upTo(200), 'a');
    list.loadMore();
    answer(calls[1], upTo(100), 'b');
    list.reload();
    expect(calls[2]?.query).toEqual({ limit: 200 });
    answer(calls[2], upTo(200), 'c');
    expect(list.items()).toHaveLength(300);
    expect(calls[3]?.query).toEqual({ limit: 200, cursor: 'c' });
    answer(calls[3], upTo(200), 'd');
    expect(list.items()).toHaveLength(400);
    expect(list.hasMore()).toBe(true);
    expect(calls).toHaveLength(4);
  });

  it('keeps what is there when it cannot be read again, and says so until it can', () => {
    const { list, calls } = aList();
    answer(calls[0], [1]);
    list.reload();
    calls[1]?.answer.error(new Error('away'));
    expect(list.items()).toEqual([1]);
    expect(list.problem()).not.toBeNull();
    list.reload();
    answer(calls[2], [1, 2]);
    expect([list.items(), list.problem()]).toEqual([[1, 2], null]);
  });

  it('begins anew when it is tried again after nothing came, but keeps saying so while that is only refreshed', () => {
    const { list, calls } = aList();
    calls[0]?.answer.error(new Error('away'));
    list.refresh();
    expect(list.problem()).not.toBeNull();
    list.reload();
    expect([list.problem(), list.loading()]).toEqual([null, true]);
    answer(calls[2], [1]);
    expect(list.items()).toEqual([1]);
  });

  it('refreshes only once a page that is under way has come', () => {
    const { list, calls } = aList();
    answer(calls[0], [1], 'after-1');
    list.loadMore();
    list.refresh();
    list.refresh();
    expect(calls).toHaveLength(2);
    answer(calls[1], [2]);
    expect(calls).toHaveLength(3);
    answer(calls[2], [1, 2, 3]);
    expect(list.items()).toEqual([1, 2, 3]);
    expect(calls).toHaveLength(3);
  });

  it('reads again as many as it is told to, and shows what its owner makes of them', () => {
    const { list, calls } = aList({
      pageSize: 2,
      rereads: 2,
      merge: (read, shown) => ({ items: [...read.items, ...shown.items.slice(1)], nextCursor: shown.nextCursor }),
    });
    answer(calls[0], [5, 4], 'after-4');
    list.loadMore();
    answer(calls[1], [3, 2], 'after-2');
    list.refresh();
    expect(calls[2]?.query).toEqual({ limit: 2 });
    answer(calls[2], [6, 5], 'after-5');
    expect(list.items()).toEqual([6, 5, 4, 3, 2]);
    list.loadMore();
    expect(calls[3]?.query).toEqual({ limit: 2, cursor: 'after-2' });
  });

  it('tells its owner of each answer and each failure', () => {
    const told: (string | null)[] = [];
    const { list, calls } = aList({ called: (problem) => told.push(problem?.kind ?? null) });
    answer(calls[0], [1]);
    list.reload();
    calls[1]?.answer.error(new HttpErrorResponse({ status: 403 }));
    expect(told).toEqual([null, 'forbidden']);
  });

  it('shows nothing of a list that was left for another', () => {
    const { list, calls } = aList();
    const other = new Subject<Page<number>>();
    list.show(() => other);
    answer(calls[0], [1]);
    expect(list.items()).toBeNull();
    other.next({ items: [9], nextCursor: null });
    other.complete();
    expect(list.items()).toEqual([9]);
  });

  it('asks for nothing any more once its owner is gone', () => {
    const { list, calls } = aList();
    TestBed.resetTestingModule();
    answer(calls[0], [1]);
    expect(list.items()).toBeNull();
  });

  it('is read again when the server is back, from where it failed', () => {
    const { list, calls } = aList();
    const away = new HttpErrorResponse({ status: 503 });
    answer(calls[0], [1], 'after-1');
    list.loadMore();
    calls[1]?.answer.error(away);
    recovered.next();
    answer(calls[2], [2]);
    expect([list.items(), list.moreProblem()]).toEqual([[1, 2], null]);
    list.reload();
    calls[3]?.answer.error(away);
    recovered.next();
    answer(calls[4], [1, 2, 3]);
    expect([list.items(), list.problem()]).toEqual([[1, 2, 3], null]);
    recovered.next();
    expect(calls).toHaveLength(5);
  });
});
