import { HttpErrorResponse } from '@angular/common/http';
import type { WritableSignal } from '@angular/core';
import { DestroyRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { ExecutionStatus } from '@hyprbox/contracts';
import { Subject } from 'rxjs';
import { ExecutionState, isOlder, readAgainAfter } from './execution-state';

interface Run {
  status: ExecutionStatus;
  finishedAt: string | null;
}

const run = (status: ExecutionStatus, finishedAt: string | null = null): Run => ({ status, finishedAt });

describe('the state of an execution', () => {
  let shown: WritableSignal<Run>;
  let calls: Subject<Run>[];
  let state: ExecutionState<Run>;

  beforeEach(() => {
    vi.useFakeTimers();
    shown = signal(run('QUEUED'));
    calls = [];
    const read = (): Subject<Run> => {
      const call = new Subject<Run>();
      calls.push(call);
      return call;
    };
    state = new ExecutionState(shown, read, TestBed.inject(DestroyRef));
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('is what an event said, before more is known', () => {
    state.tell({ status: 'FAILED' });
    expect(shown().status).toBe('FAILED');
    calls[0]?.next(run('FAILED', 'then'));
    expect(shown()).toEqual(run('FAILED', 'then'));
  });

  it('does not go back to what an answer from before the event says, and asks for a newer one', () => {
    state.tell({ status: 'RUNNING' });
    state.tell({ status: 'FAILED' });
    calls[0]?.next(run('QUEUED'));
    expect(shown().status).toBe('FAILED');
    vi.advanceTimersByTime(readAgainAfter.first);
    calls[1]?.next(run('FAILED', 'then'));
    expect(shown()).toEqual(run('FAILED', 'then'));
  });

  it('asks again after the last event, also when it was asking as that came', () => {
    state.tell({ status: 'RUNNING' });
    state.reload();
    state.reload();
    calls[0]?.next(run('RUNNING'));
    expect(calls).toHaveLength(2);
  });

  it('is read until it can be', () => {
    state.tell({ status: 'FAILED' });
    calls[0]?.error(new HttpErrorResponse({ status: 503 }));
    vi.advanceTimersByTime(readAgainAfter.first);
    calls[1]?.error(new HttpErrorResponse({ status: 429 }));
    vi.advanceTimersByTime(2 * readAgainAfter.first);
    calls[2]?.next(run('FAILED', 'then'));
    expect(shown()).toEqual(run('FAILED', 'then'));
    vi.advanceTimersByTime(10 * readAgainAfter.longest);
    expect(calls).toHaveLength(3);
  });

  it('is not read again where the server refuses for good', () => {
    state.reload();
    calls[0]?.error(new HttpErrorResponse({ status: 404 }));
    vi.advanceTimersByTime(10 * readAgainAfter.longest);
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['QUEUED', 'RUNNING', true],
    ['RUNNING', 'SUCCEEDED', true],
    ['CANCELLED', 'CANCELLED', false],
    ['FAILED', 'RUNNING', false],
  ] as const)('%s is older than %s: %s', (read, known, older) => {
    expect(isOlder(run(read), run(known))).toBe(older);
  });
});
