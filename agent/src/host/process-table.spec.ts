import { expect, it } from 'vitest';
import { membersOf } from '../job/process-group.js';
import { isLiving, parseProcessStat, readProcess } from './process-table.js';

it('reads a process whose name holds blanks and parentheses', () => {
  const rest = Array.from({ length: 49 }, (_, index) => index + 4).join(' ');
  expect(parseProcessStat(`123 (a) b (c) S ${rest}\n`)).toEqual({
    pid: 123,
    state: 'S',
    parent: 4,
    processGroup: 5,
    session: 6,
    startTime: 22,
    threads: 20,
    waitStatus: 52,
  });
});

it('finds this very process', () => {
  expect(readProcess(process.pid)?.pid).toBe(process.pid);
  expect(readProcess(0)).toBeNull();
});

it('takes for living members what is in the session, is no zombie, and began after its leader', () => {
  const entry = (pid: number, more: object = {}) => ({
    pid,
    state: 'S',
    parent: 1,
    processGroup: 10,
    session: 10,
    startTime: 105,
    threads: 1,
    waitStatus: 0,
    ...more,
  });
  const processes = [
    entry(11),
    entry(12, { processGroup: 12 }),
    entry(13, { state: 'Z' }),
    entry(14, { session: 9 }),
    entry(15, { startTime: 99 }),
    // Its first thread has ended before the others.
    entry(16, { state: 'Z', threads: 2 }),
  ];
  const members = membersOf(processes, { pid: 10, startTime: 100, bootId: 'b' });
  expect(members.map(({ pid }) => pid)).toEqual([11, 12, 13, 16]);
  expect(members.filter(isLiving).map(({ pid }) => pid)).toEqual([11, 12, 16]);
});
