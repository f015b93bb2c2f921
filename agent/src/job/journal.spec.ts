import { describe, expect, it } from 'vitest';
import { attemptOf, parseJournal } from './journal.js';
import { endingOf } from './left-execution.js';

const id = '0190a0b0-0000-7000-8000-000000000001';
const starting = JSON.stringify({ event: 'starting', at: '', id, attempt: 1 });
const started = JSON.stringify({ event: 'started', at: '', pid: 10, startTime: 20, bootId: 'b' });
const ended = JSON.stringify({ event: 'ended', at: '', exitCode: 3, signal: null, reason: null, message: null });

describe('what an earlier run left', () => {
  it('is INTERRUPTED when no end is recorded, with the process to look for', () => {
    const record = parseJournal(`${starting}\n${started}\n`);
    expect(record.process).toEqual({ pid: 10, startTime: 20, bootId: 'b' });
    expect(endingOf(record)).toMatchObject({ exitCode: null, reason: 'INTERRUPTED' });
  });

  it('has the end that is recorded', () => {
    expect(endingOf(parseJournal([starting, started, ended, ''].join('\n')))).toEqual({
      exitCode: 3,
      signal: null,
      reason: null,
      message: null,
    });
  });

  it.each(['', starting.slice(0, 20), `${starting}\n${started.slice(0, 30)}`])(
    'is INTERRUPTED without a process when a crash cut the journal short',
    (text) => {
      expect(parseJournal(text).process).toBeNull();
      expect(endingOf(parseJournal(text)).reason).toBe('INTERRUPTED');
    },
  );
});

describe('what an earlier run let go of', () => {
  const kept = { program: { pid: 11, startTime: 21 }, deadline: 90.5 };
  const keptStart = JSON.stringify({ event: 'started', at: '', pid: 10, startTime: 20, bootId: 'b', kept });
  const left = JSON.stringify({ event: 'left', at: '' });
  const ending = JSON.stringify({ event: 'ending', at: '', reason: 'TIMEOUT', message: null });

  it('may be gone on with from then on until the next agent carries it', () => {
    expect(parseJournal([starting, keptStart].join('\n'))).toMatchObject({ isLeft: false, kept });
    expect(parseJournal([starting, keptStart, left].join('\n'))).toMatchObject({ isLeft: true, kept });
    expect(parseJournal([starting, keptStart, left, keptStart].join('\n'))).toMatchObject({ isLeft: false, kept });
  });

  it('tells what it was told to end for meanwhile', () => {
    expect(parseJournal([starting, keptStart, left, ending].join('\n'))).toMatchObject({
      isLeft: true,
      toldToEnd: { reason: 'TIMEOUT', message: null },
    });
  });

  it('is nothing that an agent of the version before wrote, nor what one of the version after may write beside it', () => {
    expect(parseJournal([starting, started].join('\n'))).toMatchObject({ isLeft: false, kept: null });
    const later = JSON.stringify({ event: 'of a later version', at: '' });
    expect(parseJournal([starting, started, later, ended].join('\n')).ending?.exitCode).toBe(3);
  });
});

it("reads the attempt from a directory's name", () => {
  expect(attemptOf(`/x/${id}.12`)).toEqual({ id, attempt: 12 });
  for (const name of ['notes', `${id}`, `${id}.0`, '..', `${id}.1.bak`]) expect(attemptOf(`/x/${name}`)).toBeNull();
});
