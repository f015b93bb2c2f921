import { describe, expect, it } from 'vitest';
import { readExpected, readPendingWork, readReceipt } from './answers.js';

const job = {
  id: '0190a0b0-0000-7000-8000-000000000001',
  attempt: 1,
  script: 'true',
  scriptSha256: 'x',
  timeoutSeconds: 5,
};

describe('readPendingWork', () => {
  it('takes a claim without secrets, and fields it does not know', () => {
    expect(readPendingWork({ job: { ...job, later: 1 }, cancel: [] })?.job).toEqual({
      ...job,
      kind: 'JOB',
      secretRefs: {},
    });
  });

  it.each([
    ['an id that would leave the directory', { ...job, id: '../../etc' }],
    ['no attempt', { ...job, attempt: undefined }],
    ['a script that is no text', { ...job, script: 5 }],
    ['a time limit of nothing', { ...job, timeoutSeconds: 0 }],
    ['a secret that is no text', { ...job, secretRefs: { a: 1 } }],
  ])('refuses %s', (_, claimed) => {
    expect(readPendingWork({ job: claimed, cancel: [] })).toBeNull();
  });

  it.each([undefined, null, 'text', [], {}, { job: null }])('refuses %j', (body) => {
    expect(readPendingWork(body)).toBeNull();
  });
});

it('refuses receipts and expectations whose offsets are not byte counts', () => {
  expect(readReceipt({ stored: { stdout: 1, stderr: 2 }, cancel: true })?.cancel).toBe(true);
  expect(readReceipt({ stored: { stdout: -1, stderr: 2 }, cancel: false })).toBeNull();
  expect(readExpected({ expected: { attempt: 1, stdout: 1.5, stderr: 0 } })).toBeNull();
});
