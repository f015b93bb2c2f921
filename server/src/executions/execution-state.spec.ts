import { executionStatuses, isTerminal } from '@hyprbox/contracts';
import { describe, expect, it } from 'vitest';
import { mayBecome, outcomeOf } from './execution-state.js';

describe('the states of an execution', () => {
  it('are never left once terminal', () => {
    for (const from of executionStatuses.filter(isTerminal)) {
      expect(executionStatuses.filter((to) => mayBecome(from, to))).toEqual([]);
    }
  });

  it('reach success only by running', () => {
    expect(mayBecome('QUEUED', 'SUCCEEDED')).toBe(false);
    expect(mayBecome('RUNNING', 'SUCCEEDED')).toBe(true);
  });

  it('are judged by the exit code when the script ended by itself', () => {
    expect(outcomeOf({ exitCode: 0 })).toEqual({ status: 'SUCCEEDED', reason: null });
    expect(outcomeOf({ exitCode: 1 })).toEqual({ status: 'FAILED', reason: 'EXIT_CODE' });
    expect(outcomeOf({ exitCode: null })).toEqual({ status: 'FAILED', reason: 'EXIT_CODE' });
    expect(outcomeOf({ exitCode: 0, reason: 'TIMEOUT' })).toEqual({ status: 'FAILED', reason: 'TIMEOUT' });
  });
});
